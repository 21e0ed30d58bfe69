-- expect: wrong theorem-missing
-- The real statement in a comment, an easier theorem live.

/-
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  decide
-/
theorem other : 1 + 1 = 2 := rfl
