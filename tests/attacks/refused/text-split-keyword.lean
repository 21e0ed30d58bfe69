-- expect: wrong elaboration
-- A keyword split over lines by a comment does not join.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sor/- -/ry
