-- expect: wrong statement-changed
-- The statement in another form, which is equivalent.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter (5 + 1) :=
  Machine.haltsAfter_of_check (by decide +kernel)
