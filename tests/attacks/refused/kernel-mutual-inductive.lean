-- expect: cheating declaration
-- Mutual inductive types.

mutual
inductive A | a : B → A
inductive B | b : A → B
end
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
