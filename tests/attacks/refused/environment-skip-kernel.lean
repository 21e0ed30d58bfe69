-- expect: cheating option
-- The kernel is turned off for an ill-typed proof.

set_option debug.skipKernelTC true
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  Machine.haltsAfter_of_check (by decide +kernel)
