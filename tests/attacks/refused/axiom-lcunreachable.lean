-- expect: cheating name
-- `lcUnreachable` and `lcAny`, which the compiler has of every type.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  (lcUnreachable : Empty).elim
