-- expect: proved
-- The statement without dots, with brackets and ascriptions.

theorem halts_after_1RB1LB_1LA1RZ : (BBSynth.Machine.HaltsAfter (machine) (6 : Nat) : Prop) :=
  Machine.haltsAfter_of_check (by decide +kernel)
