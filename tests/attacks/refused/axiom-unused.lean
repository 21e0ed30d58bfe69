-- expect: cheating declaration
-- An axiom that the theorem does not use.

axiom key : False
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
