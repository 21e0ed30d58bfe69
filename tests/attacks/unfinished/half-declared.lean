-- expect: wrong elaboration
-- Elaboration fails, and leaves a declaration with metavariables behind.
-- reference: loops.lean

theorem halts_after_1RB1LB_1LA1RZ : machine.NeverHalts := by intro t; cases t <;> simp_all
