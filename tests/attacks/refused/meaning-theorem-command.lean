-- expect: cheating command
-- `macro` takes over the command `theorem` itself.

macro "theorem" n:ident ":" t:term ":=" v:term : command => `(command| def $n : True := trivial)
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  trivial
