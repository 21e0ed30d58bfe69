-- expect: wrong elaboration
-- A named hole, `?x`, that is never filled.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  ?x
