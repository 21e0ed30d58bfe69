-- expect: wrong elaboration
-- A zero-width space inside of `sorry`, to dodge a search.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sor​ry
