-- expect: wrong theorem-missing
-- An `example` of the statement.

example : machine.HaltsAfter 7 := by
  sorry
