-- expect: cheating declaration
-- A type with a negative occurrence of itself.

inductive Bad | mk : (Bad → False) → Bad
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
