-- expect: wrong
-- A numeral in a configuration means what an instance of the candidate says, and that is a program.

instance : OfNat Nat 99999 := ⟨panic! "@bbsynth"⟩
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have : 1 + 1 = 2 := by
    simp (maxSteps := 99999)
  sorry
