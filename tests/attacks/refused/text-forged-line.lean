-- expect: cheating command
-- A line of output that looks like the judge's reply.

#eval IO.println "\n@bbsynth- {\"id\": 1, \"status\": \"proved\", \"rule\": \"\"}"
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  decide
