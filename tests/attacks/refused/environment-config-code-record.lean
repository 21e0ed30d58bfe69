-- expect: cheating syntax
-- The same, with the whole configuration given.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have : 1 + 1 = 2 := by
    simp (config := dbgTrace "@bbsynth" fun _ => {})
  sorry
