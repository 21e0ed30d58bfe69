-- expect: cheating option
-- `debug.terminalTacticsAsSorry` makes every last tactic a `sorry`.

set_option debug.terminalTacticsAsSorry true
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  decide
