-- expect: cheating declaration
-- An axiom whose name shows like an allowed one.

axiom «Classical.choice» : False
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  «Classical.choice».elim
