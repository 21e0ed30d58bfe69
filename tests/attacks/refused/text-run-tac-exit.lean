-- expect: cheating syntax
-- The same in a tactic.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  run_tac (IO.Process.exit 0 : IO Unit)
