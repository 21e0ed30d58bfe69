-- expect: wrong elaboration
-- `panic!` needs a default value.

def key : Empty := panic! "key"
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  key.elim
