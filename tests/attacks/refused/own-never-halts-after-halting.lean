-- expect: wrong elaboration
-- A loop that begins after the machine has halted.
-- reference: never.lean

theorem halts_after_1RB1LB_1LA1RZ : machine.NeverHalts :=
  Machine.neverHalts_of_loopLeft (start := 10) (period := 1) (width := 0) (by decide +kernel)
