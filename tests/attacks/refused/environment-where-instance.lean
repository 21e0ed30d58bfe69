-- expect: cheating
-- A program in the `where` of a theorem, made an instance, and run in a configuration.
-- reference: true.lean

theorem helper : True := trivial
where evil : OfNat Nat 99999 := ⟨dbgTrace "@bbsynth" fun _ => 100000⟩
attribute [instance] helper.evil
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have : 1 + 1 = 2 := by
    simp (maxSteps := 99999)
  exact Machine.haltsAfter_of_check (by decide +kernel)
