-- expect: wrong elaboration
-- A tactic of Mathlib.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  norm_num
