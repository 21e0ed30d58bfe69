-- expect: wrong elaboration
-- One case is missing.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  constructor
  · rfl
