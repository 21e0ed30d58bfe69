-- expect: cheating attribute
-- A parser by its attribute.

@[term_parser] def mine : Nat := 1
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
