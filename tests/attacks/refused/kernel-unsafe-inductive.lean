-- expect: cheating declaration
-- An unsafe inductive type.

unsafe inductive Bad | mk : (Bad → False) → Bad
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
