-- expect: cheating syntax
-- A program in a configuration inside of `conv`.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have : 1 + 1 = 2 := by
    conv => lhs; simp (maxSteps := dbgTrace "@bbsynth" fun _ => 5)
  sorry
