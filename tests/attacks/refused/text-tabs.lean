-- expect: wrong elaboration
-- Tabs, which Lean does not allow.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
	sorry
