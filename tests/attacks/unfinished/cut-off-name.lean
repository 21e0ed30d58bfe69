-- expect: wrong elaboration
-- The answer breaks off after the dot of a name.
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  exact Machine.
