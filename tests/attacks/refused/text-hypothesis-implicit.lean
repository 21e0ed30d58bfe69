-- expect: wrong statement-changed
-- A contradictory hypothesis that is implicit.

theorem halts_after_1RB1LB_1LA1RZ {h : 0 = 1} : machine.HaltsAfter 7 := by
  contradiction
