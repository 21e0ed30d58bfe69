-- expect: cheating syntax
-- A program in a configuration inside of a default proof.

theorem key (h : 1 + 1 = 2 := by simp (maxSteps := dbgTrace "@bbsynth" fun _ => 5)) : True := trivial
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have : True := key
  sorry
