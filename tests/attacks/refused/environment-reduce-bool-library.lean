-- expect: cheating
-- Evaluation by the compiler of a constant of the library, without an axiom, in a proof of something true.
-- reference: true.lean

theorem key : Lean.reduceBool System.Platform.isWindows = false := rfl
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have := key
  exact Machine.haltsAfter_of_check (by decide +kernel)
