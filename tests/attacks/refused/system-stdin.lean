-- expect: cheating command
-- The judge's input is read, in which the next candidate comes.

#eval show IO String from do (← IO.getStdin).getLine
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
