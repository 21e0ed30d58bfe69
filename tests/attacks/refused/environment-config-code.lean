-- expect: cheating syntax
-- A tactic's configuration is a term that the elaborator compiles and runs: here it prints.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have : 1 + 1 = 2 := by
    simp (maxSteps := dbgTrace "@bbsynth" fun _ => 100000)
  sorry
