-- expect: wrong elaboration
-- `show` claims that the goal is another.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  show True
  trivial
