-- expect: wrong elaboration
-- `False.elim` with a hypothesis that is not there.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  False.elim (by assumption)
