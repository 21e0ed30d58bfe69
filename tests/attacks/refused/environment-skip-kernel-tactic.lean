-- expect: cheating option
-- The kernel is turned off inside of a proof.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  set_option debug.skipKernelTC true in
  exact Machine.haltsAfter_of_check (by decide +kernel)
