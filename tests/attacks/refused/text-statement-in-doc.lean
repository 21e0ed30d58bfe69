-- expect: wrong statement-changed
-- The real statement in the documentation of an easier theorem of its name.

/-- `theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by decide` -/
theorem halts_after_1RB1LB_1LA1RZ : True := trivial
