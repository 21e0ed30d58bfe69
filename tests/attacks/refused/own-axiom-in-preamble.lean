-- expect: harness-error reference
-- A problem whose own preamble has an axiom.
-- reference: axiom_preamble.lean

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  gift.elim
