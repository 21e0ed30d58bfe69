-- expect: cheating option
-- The kernel is turned off for one declaration.

set_option debug.skipKernelTC true in
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  decide +kernel
