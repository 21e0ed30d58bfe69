-- expect: cheating syntax
-- `bv_decide` trusts the compiler and runs a program.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  bv_decide
