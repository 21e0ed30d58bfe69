-- expect: cheating attribute
-- A tactic by its attribute.

@[tactic Lean.Parser.Tactic.decide] def mine : Nat := 1
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
