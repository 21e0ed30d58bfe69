-- expect: cheating option
-- The kernel is turned off inside of a term.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  set_option debug.skipKernelTC true in Machine.haltsAfter_of_check (by decide +kernel)
