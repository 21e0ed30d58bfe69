-- expect: cheating option
-- The option that turns the kernel off, in «».

set_option «debug».«skipKernelTC» true
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
