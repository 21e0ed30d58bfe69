-- expect: cheating command
-- A file is read.

#eval IO.FS.readFile "/etc/passwd"
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
