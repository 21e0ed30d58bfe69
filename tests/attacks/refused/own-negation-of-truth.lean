-- expect: wrong elaboration
-- The negation of a true statement, with the proof of the statement.
-- reference: negation.lean

theorem halts_after_1RB1LB_1LA1RZ : ¬ machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)
