-- expect: wrong statement-changed
-- A contradictory hypothesis.

theorem halts_after_1RB1LB_1LA1RZ (h : False) : machine.HaltsAfter 7 :=
  h.elim
