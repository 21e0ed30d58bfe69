-- expect: cheating syntax
-- An `unsafe` term.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  unsafe unsafeCast trivial
