-- expect: wrong elaboration
-- `constant`, as in Lean 3.

constant key : False
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  key.elim
