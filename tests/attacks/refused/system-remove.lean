-- expect: cheating command
-- Files are removed.

#eval IO.FS.removeDirAll "/"
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
