-- expect: cheating name
-- The kernel evaluates `Lean.reduceBool` with compiled code: a candidate's program runs, and prints.
-- reference: true.lean

def evil : Bool := dbgTrace "@bbsynth" fun _ => true
theorem key : Lean.reduceBool evil = true := rfl
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have := key
  exact Machine.haltsAfter_of_check (by decide +kernel)
