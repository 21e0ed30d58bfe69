-- expect: cheating declaration
-- An axiom whose last name is that of an allowed one.

axiom Mine.propext : False
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  Mine.propext.elim
