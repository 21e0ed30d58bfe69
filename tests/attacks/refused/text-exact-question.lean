-- expect: wrong elaboration
-- `exact?` finds nothing, or leaves a `sorry`.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  exact?
