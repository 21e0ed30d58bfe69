-- expect: crash process
-- A power too large for any memory, in the kernel.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have : 2 ^ 2 ^ 60 ≠ 0 := by decide +kernel
  sorry
