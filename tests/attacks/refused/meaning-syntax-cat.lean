-- expect: cheating command
-- A new category of syntax.

declare_syntax_cat proof
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
