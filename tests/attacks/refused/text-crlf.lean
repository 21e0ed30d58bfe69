-- expect: wrong sorry
-- Line ends as on Windows.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
