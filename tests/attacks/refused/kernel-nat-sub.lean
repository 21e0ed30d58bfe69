-- expect: wrong elaboration
-- Subtraction below zero.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have : (0 - 1 : Nat) = 4294967295 := by decide +kernel
  exact absurd this (by decide)
