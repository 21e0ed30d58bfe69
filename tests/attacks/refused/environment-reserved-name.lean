-- expect: wrong sorry
-- A theorem under a name that Lean keeps for the machine's own equations.

theorem machine.eq_1 : machine.HaltsAfter 7 := sorry
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  exact machine.eq_1
