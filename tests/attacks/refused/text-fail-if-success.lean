-- expect: wrong elaboration
-- `fail_if_success` rolls the state back, messages included.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  fail_if_success decide
  fail_if_success omega
