-- expect: cheating command
-- `notation` makes the statement trivial.

notation "machine.HaltsAfter" n => True
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  trivial
