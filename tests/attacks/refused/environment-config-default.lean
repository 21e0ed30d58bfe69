-- expect: cheating syntax
-- `default` in a configuration, with an instance of the candidate.

instance : Inhabited Nat := ⟨panic! "@bbsynth"⟩
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have : 1 + 1 = 2 := by
    simp (maxSteps := default)
  sorry
