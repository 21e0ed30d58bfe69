-- expect: wrong statement-changed
-- A hypothesis with a default value, which looks as if it were given.

theorem halts_after_1RB1LB_1LA1RZ (h : machine.HaltsAfter 7 := by sorry) : machine.HaltsAfter 7 :=
  h
