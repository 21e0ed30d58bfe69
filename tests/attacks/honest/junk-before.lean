-- expect: proved
-- A command of Mathlib, which core Lean cannot parse, before the theorem.
open BBSynth

#align foo bar

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)
