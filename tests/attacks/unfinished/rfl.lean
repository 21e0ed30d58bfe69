-- expect: wrong elaboration
-- `rfl` for what is no equation.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  rfl
