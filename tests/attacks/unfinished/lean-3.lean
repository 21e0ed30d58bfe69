-- expect: wrong elaboration
-- Lean 3.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
begin
  exact machine.halts,
end
