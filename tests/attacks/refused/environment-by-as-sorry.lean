-- expect: cheating option
-- `debug.byAsSorry` makes every `by` a `sorry`.

set_option debug.byAsSorry true
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  decide
