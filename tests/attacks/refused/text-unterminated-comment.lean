-- expect: wrong elaboration
-- A comment without an end swallows the rest.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by /- sorry
