-- expect: wrong elaboration
-- `repeat` without end.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  repeat (have h := trivial)
