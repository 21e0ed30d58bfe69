-- expect: wrong elaboration
-- The same for integers.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have : (-1073741824 - 1 : Int) = 1073741823 := by decide +kernel
  exact absurd this (by decide)
