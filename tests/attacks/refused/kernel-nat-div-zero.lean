-- expect: wrong elaboration
-- Division by zero.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have : (5 / 0 : Nat) = 5 ∨ (5 % 0 : Nat) = 0 := by decide +kernel
  exact absurd this (by decide)
