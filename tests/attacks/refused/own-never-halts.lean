-- expect: wrong elaboration
-- A machine that halts is said never to halt, with the proof for another.
-- reference: never.lean

theorem halts_after_1RB1LB_1LA1RZ : machine.NeverHalts :=
  Machine.neverHalts_of_loopRight (start := 0) (period := 1) (width := 1) (by decide +kernel)
