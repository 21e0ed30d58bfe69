-- expect: wrong elaboration
-- The theorem as a proof of itself.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  halts_after_1RB1LB_1LA1RZ
