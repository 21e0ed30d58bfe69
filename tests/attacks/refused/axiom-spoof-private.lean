-- expect: cheating declaration
-- A private axiom named `propext`, which shows as `propext`.

private axiom propext : False
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  propext.elim
