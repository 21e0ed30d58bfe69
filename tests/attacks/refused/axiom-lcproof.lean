-- expect: cheating name
-- `lcProof`, the compiler's proof of everything.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  lcProof
