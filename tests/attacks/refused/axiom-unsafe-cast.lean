-- expect: cheating name
-- `unsafeCast` makes a proof from nothing.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  unsafeCast trivial
