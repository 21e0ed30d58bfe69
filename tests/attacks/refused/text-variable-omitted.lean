-- expect: wrong elaboration
-- A contradictory `variable` that is used in the proof only.

variable (h : False)
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  exact h.elim
