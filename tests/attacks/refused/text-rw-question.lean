-- expect: wrong elaboration
-- `rw?` leaves a silent `sorry`.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  rw?
