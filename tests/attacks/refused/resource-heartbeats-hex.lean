-- expect: wrong elaboration
-- A limit on heartbeats in other digits.

set_option maxHeartbeats 0xFFFFFFFF in
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  repeat (have h := trivial)
