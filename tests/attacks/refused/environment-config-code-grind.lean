-- expect: cheating syntax
-- The same in `grind`.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have : 1 + 1 = 2 := by
    grind (splits := dbgTrace "@bbsynth" fun _ => 5)
  sorry
