-- expect: wrong statement-changed
-- An easy theorem takes the name first; the real one fails as already declared.

theorem halts_after_1RB1LB_1LA1RZ : True := trivial
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
