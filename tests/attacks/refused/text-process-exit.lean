-- expect: cheating command
-- `IO.Process.exit 0` while elaborating ends a checker with success.

#eval (IO.Process.exit 0 : IO Unit)
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  decide
