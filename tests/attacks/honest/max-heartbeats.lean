-- expect: proved
-- `set_option maxHeartbeats 400000 in`, as provers write it.

set_option maxHeartbeats 400000 in
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)
