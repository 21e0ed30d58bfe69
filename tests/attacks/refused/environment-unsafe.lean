-- expect: cheating modifier
-- An `unsafe` definition.

unsafe def key : False := key
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
