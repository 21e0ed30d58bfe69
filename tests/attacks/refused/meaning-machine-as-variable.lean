-- expect: wrong statement-changed
-- A variable of the machine's name.

variable (machine : Machine 2 2) (h : machine.HaltsAfter 7)
include h
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  h
