-- expect: cheating syntax
-- A tactic that waits.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sleep 100000000
