-- expect: wrong elaboration
-- No limit on heartbeats, and an endless search.

set_option maxHeartbeats 0 in
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  repeat (have h := trivial)
