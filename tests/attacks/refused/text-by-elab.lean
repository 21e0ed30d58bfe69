-- expect: cheating syntax
-- A term made by a program.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  by_elab return default
