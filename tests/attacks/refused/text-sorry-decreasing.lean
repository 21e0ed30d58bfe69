-- expect: wrong sorry
-- A recursion that does not end, with `sorry` for the proof that it does.

theorem key (n : Nat) : machine.HaltsAfter 7 :=
  key (n + 1)
termination_by n
decreasing_by sorry
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  key 0
