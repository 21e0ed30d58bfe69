-- expect: cheating option
-- The option in a section that is closed again.

section
set_option debug.skipKernelTC true
end
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
