-- expect: wrong elaboration
-- Strings that look alike.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have : "e\u0301" = "\u00e9" := by decide +kernel
  exact absurd this (by decide)
