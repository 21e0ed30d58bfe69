-- expect: wrong elaboration
-- A slip of the pen before the theorem.

theorem key : 1 = 1 := := rfl
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  key
