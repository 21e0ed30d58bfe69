-- expect: timeout seconds
-- Endless computation in the kernel.

def tree : Nat → Nat → Nat
  | 0, m => m
  | n + 1, m => tree n (2 * m) + tree n (2 * m + 1)
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have : tree 60 1 = 1 := by decide +kernel
  sorry
