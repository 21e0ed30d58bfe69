-- expect: wrong elaboration
-- A loop of no steps.
-- reference: never.lean

theorem halts_after_1RB1LB_1LA1RZ : machine.NeverHalts :=
  Machine.neverHalts_of_loopRight (start := 0) (period := 0) (width := 0) (by decide +kernel)
