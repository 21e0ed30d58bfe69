-- expect: wrong sorry
-- `sorryAx` written with «», so that a search for the word followed by a space may miss it.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  «sorryAx» _ false
