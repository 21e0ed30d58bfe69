-- expect: cheating declaration
-- An own `prelude`, to redefine everything.

prelude
axiom False.elim : False
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
