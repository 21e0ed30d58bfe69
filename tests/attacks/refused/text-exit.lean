-- expect: cheating command
-- `#exit` before a proof that would fail; a check that asks for no errors sees none.

#exit
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  decide
