-- expect: wrong elaboration
-- A lemma that is not there.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  Machine.halts_by_magic machine 6
