-- expect: wrong sorry
-- The name of the theorem in «»; it is the same name.

theorem «halts_after_1RB1LB_1LA1RZ» : machine.HaltsAfter 7 := by
  sorry
