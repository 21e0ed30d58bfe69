import BBSynth

open BBSynth

/-- The machine `1RB1RC_1LA1LB_1RZ0LB`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .right, some 2⟩
  | 1, 0 => ⟨1, .left, some 0⟩
  | 1, 1 => ⟨1, .left, some 1⟩
  | 2, 0 => ⟨1, .right, none⟩
  | 2, 1 => ⟨0, .left, some 1⟩

/-- It is false that, started on the blank tape, the machine halts after exactly 120 steps. -/
theorem refute_after_120_1RB1RC_1LA1LB_1RZ0LB : ¬ machine.HaltsAfter 120 :=
  Machine.NeverHalts.not_haltsAfter (Machine.neverHalts_of_loopLeft
    (start := 5) (period := 4) (width := 0)
    (by decide +kernel)) 120
