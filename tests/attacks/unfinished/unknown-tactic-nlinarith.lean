-- expect: wrong elaboration
-- Tactics of Mathlib, and more after them.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  interval_cases t
  nlinarith [sq_nonneg 2]
  ring_nf
