-- expect: cheating syntax
-- The same in `omega`.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have : 1 + 1 = 2 := by
    omega (splitMinMax := dbgTrace "@bbsynth" fun _ => true)
  sorry
