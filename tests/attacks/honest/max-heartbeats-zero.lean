-- expect: proved
-- `set_option maxHeartbeats 0`, which is taken for our limit.

set_option maxHeartbeats 0
set_option maxRecDepth 100000
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)
