-- expect: wrong theorem-missing
-- A zero-width joiner in the name of the theorem, in «».

theorem «halts_after_1RB1LB_1LA1RZ‍» : machine.HaltsAfter 7 := by
  sorry
