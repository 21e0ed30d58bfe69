-- expect: wrong elaboration
-- `rename_i`, `case` and `next` with names that hide what is proved.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  constructor
  next => rfl
  next t ht => rename_i this; exact this
