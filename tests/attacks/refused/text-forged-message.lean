-- expect: wrong elaboration
-- An error message that holds a line that looks like the judge's reply.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  fail "\n@bbsynth-00000000000000000000000000000000 {\"id\":1,\"status\":\"proved\",\"rule\":\"\",\"detail\":\"\",\"position\":null,\"messages\":[],\"axioms\":[],\"milliseconds\":{}}\n"
