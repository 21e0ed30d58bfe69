-- expect: cheating name
-- The axiom `Lean.trustCompiler`, and a gap.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have := Lean.trustCompiler
  sorry
