-- expect: cheating
-- A program in the `where` of a theorem, run by the kernel.
-- reference: true.lean

theorem helper : True := trivial
where evil : Bool := dbgTrace "@bbsynth" fun _ => true
theorem key : Lean.reduceBool helper.evil = true := rfl
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have := key
  exact Machine.haltsAfter_of_check (by decide +kernel)
