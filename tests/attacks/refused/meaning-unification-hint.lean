-- expect: cheating attribute
-- A unification hint.

@[unification_hint] def hint (n : Nat) : Lean.UnificationHint where
  pattern := n =?= 7
  constraints := []
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
