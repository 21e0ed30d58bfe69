-- expect: cheating modifier
-- An `unsafe` theorem.

unsafe theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  halts_after_1RB1LB_1LA1RZ
