-- expect: cheating command
-- An easy theorem, and `#exit` before the real one.

theorem easy : True := trivial
#exit

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  decide
