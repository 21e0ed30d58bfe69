-- expect: wrong sorry
-- Type ascriptions and brackets that leave the statement the same, and `sorry`.

theorem halts_after_1RB1LB_1LA1RZ : ((machine : Machine 2 2).HaltsAfter (7 : Nat) : Prop) := by
  sorry
