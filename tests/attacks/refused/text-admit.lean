-- expect: wrong sorry
-- `admit`, the other word for it.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  admit
