-- expect: cheating declaration
-- Nested inductive types.

inductive Tree where
  | node : List Tree → Tree
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
