-- expect: wrong statement-changed
-- The statement is proved where its negation was asked for.
-- reference: negation.lean

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)
