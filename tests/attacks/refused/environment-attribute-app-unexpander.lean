-- expect: cheating attribute
-- A printer by its attribute, so that messages lie.

@[app_unexpander BBSynth.Machine.HaltsAfter] def mine : Lean.PrettyPrinter.Unexpander := fun _ => throw ()
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
