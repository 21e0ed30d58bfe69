-- expect: wrong elaboration
-- `[]!` of an empty list of proofs.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  (([] : List (PLift (machine.HaltsAfter 7)))[0]!).down
