-- expect: wrong elaboration
-- An implicit argument that cannot be found.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have := Machine.haltsAfter_of_check
  exact this _
