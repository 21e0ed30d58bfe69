-- expect: cheating syntax
-- Syntax as data.

def stx : Lean.MacroM Lean.Syntax := `(sorry)
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
