-- expect: wrong sorry
-- `apply?` closes the goal with a silent `sorry` when it only finds suggestions.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  apply?
