-- expect: wrong statement-changed
-- The statement follows from itself.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 → machine.HaltsAfter 7 :=
  id
