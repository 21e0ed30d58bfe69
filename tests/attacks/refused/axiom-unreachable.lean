-- expect: wrong elaboration
-- `unreachable!` needs a default value.

def key : Empty := unreachable!
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  key.elim
