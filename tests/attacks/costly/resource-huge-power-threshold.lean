-- expect: crash process
-- The limit on exponents is lifted.

set_option exponentiation.threshold 100000000000
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have : 2 ^ 10000000000 ≠ 0 := by simp
  sorry
