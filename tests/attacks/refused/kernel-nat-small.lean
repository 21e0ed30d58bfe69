-- expect: wrong elaboration
-- Numbers of 31 and 32 bits, where a 32-bit runtime changes its way to store them.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have : (2147483647 + 1 : Nat) = 0 ∨ (2147483648 * 2 : Nat) = 0 ∨ (65536 * 65536 : Nat) = 0 := by decide +kernel
  exact absurd this (by decide)
