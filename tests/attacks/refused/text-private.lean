-- expect: wrong theorem-missing
-- The theorem is private, so that its real name is another.

private theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
