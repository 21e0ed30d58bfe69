-- expect: wrong elaboration
-- `change` claims that the goal is another.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  change machine.HaltsAfter 6
  exact Machine.haltsAfter_of_check (by decide +kernel)
