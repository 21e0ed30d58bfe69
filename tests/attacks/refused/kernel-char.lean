-- expect: wrong elaboration
-- A character that is none.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have : (Char.ofNat 0xD800).toNat = 0xD800 := by decide +kernel
  exact absurd this (by decide)
