-- expect: wrong
-- `.default` in a configuration, with a definition of the candidate.

def Nat.default : Nat := panic! "@bbsynth"
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have : 1 + 1 = 2 := by
    simp (maxSteps := .default)
  sorry
