-- expect: cheating declaration
-- An inductive type.

inductive A | a
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
