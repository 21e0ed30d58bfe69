-- expect: cheating syntax
-- The same, with the program in a definition.

def steps : Nat := panic! "@bbsynth"
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have : 1 + 1 = 2 := by
    simp (maxSteps := steps)
  sorry
