-- expect: wrong statement-changed
-- A theorem of the machine's name.

theorem machine : True := trivial
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
