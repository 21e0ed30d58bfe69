-- expect: cheating command
-- An environment variable is read.

#eval IO.getEnv "HOME"
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
