-- expect: cheating option
-- `debug.proofAsSorry` makes every proof a `sorry`.

set_option debug.proofAsSorry true in
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  decide
