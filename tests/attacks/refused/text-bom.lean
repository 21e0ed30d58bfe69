-- expect: wrong sorry
-- A byte order mark before the text.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
