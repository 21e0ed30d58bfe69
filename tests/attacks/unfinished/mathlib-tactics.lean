-- expect: wrong elaboration
-- Tactics of Mathlib in a structured proof.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  constructor
  · norm_num
  · intro t ht
    interval_cases t <;> simp_all
