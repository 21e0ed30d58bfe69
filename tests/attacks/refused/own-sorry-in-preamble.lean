-- expect: harness-error reference
-- A problem whose own preamble rests on `sorry` says nothing.
-- reference: sorry_preamble.lean

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  gift.elim
