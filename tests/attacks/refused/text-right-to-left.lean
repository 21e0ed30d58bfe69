-- expect: wrong elaboration
-- A right-to-left override makes the text look other than it is.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  exact ‮7 retfAstlaH‬
