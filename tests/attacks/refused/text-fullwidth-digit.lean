-- expect: wrong elaboration
-- A full-width digit 7.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter ７ := by
  sorry
