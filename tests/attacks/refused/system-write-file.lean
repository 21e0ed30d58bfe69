-- expect: cheating command
-- A file is written.

#eval IO.FS.writeFile "BBSynth.olean" ""
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
