-- expect: wrong sorry
-- `stop` cuts the proof off, silently for what follows.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  constructor
  stop
  all_goals decide
