-- expect: cheating declaration
-- An axiom.

axiom key : False
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  key.elim
