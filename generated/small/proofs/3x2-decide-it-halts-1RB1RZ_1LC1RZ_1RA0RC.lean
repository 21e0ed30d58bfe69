import BBSynth

open BBSynth

/-- The machine `1RB1RZ_1LC1RZ_1RA0RC`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .right, none⟩
  | 1, 0 => ⟨1, .left, some 2⟩
  | 1, 1 => ⟨1, .right, none⟩
  | 2, 0 => ⟨1, .right, some 0⟩
  | 2, 1 => ⟨0, .right, some 2⟩

/-- Prove or refute: started on the blank tape, the machine halts. (To refute it, prove instead
`theorem not_decide_it_halts_1RB1RZ_1LC1RZ_1RA0RC : ¬ machine.Halts`.) -/
theorem not_decide_it_halts_1RB1RZ_1LC1RZ_1RA0RC : ¬ machine.Halts :=
  Machine.NeverHalts.not_halts (Machine.neverHalts_of_loopRight
    (start := 0) (period := 5) (width := 0)
    (by decide +kernel))
