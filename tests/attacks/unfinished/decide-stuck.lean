-- expect: wrong elaboration
-- `decide` without an instance.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  decide
