-- expect: cheating
-- `decide +native` runs the candidate's program.
-- reference: true.lean

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have : (dbgTrace "@bbsynth" fun _ => true) = true := by decide +native
  exact Machine.haltsAfter_of_check (by decide +kernel)
