-- expect: crash process
-- A shift too large for any memory, in the kernel.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have : 1 <<< (2 ^ 40) ≠ 0 := by decide +kernel
  sorry
