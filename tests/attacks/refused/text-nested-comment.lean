-- expect: wrong statement-changed
-- Nested comments: what looks live is in a comment, and the other way round.

/- /- -/ theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by decide -/
theorem halts_after_1RB1LB_1LA1RZ : True := trivial
/- -/
