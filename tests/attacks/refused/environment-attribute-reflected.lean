-- expect: cheating attribute
-- An attribute that nobody knows.

@[no_such_attribute] def mine : Nat := 1
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
