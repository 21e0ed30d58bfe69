-- expect: wrong elaboration
-- A name that is only in a skipped command.

#check (sorry : machine.HaltsAfter 7)
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  assumption
