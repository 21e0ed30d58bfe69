-- expect: cheating command
-- The same in `run_meta`.

run_meta (IO.Process.exit 0 : IO Unit)
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  decide
