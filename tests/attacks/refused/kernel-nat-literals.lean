-- expect: wrong elaboration
-- Arithmetic of the kernel at the borders of machine words.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have : (2 ^ 64 : Nat) = 0 := by decide +kernel
  exact absurd this (by decide)
