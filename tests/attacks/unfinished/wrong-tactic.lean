-- expect: wrong elaboration
-- A tactic that fails.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  omega
