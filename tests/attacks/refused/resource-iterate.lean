-- expect: wrong elaboration
-- A loop of a billion rounds.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  iterate 1000000000 skip
