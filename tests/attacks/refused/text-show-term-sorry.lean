-- expect: wrong sorry
-- `show_term` around a `sorry`.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  show_term exact sorry
