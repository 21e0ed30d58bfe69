-- expect: wrong elaboration
-- The theorem fails, and a lemma after it does not.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  simp
theorem key : 1 = 1 := rfl
