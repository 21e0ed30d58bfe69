import BBSynth

open BBSynth

/-- The machine `1RB0LC_1LA0LB_1RA1RZ`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨0, .left, some 2⟩
  | 1, 0 => ⟨1, .left, some 0⟩
  | 1, 1 => ⟨0, .left, some 1⟩
  | 2, 0 => ⟨1, .right, some 0⟩
  | 2, 1 => ⟨1, .right, none⟩

/-- Started on the blank tape, the machine never halts. -/
theorem never_halts_1RB0LC_1LA0LB_1RA1RZ : machine.NeverHalts :=
  Machine.neverHalts_of_loopLeft
    (start := 8) (period := 4) (width := 0)
    (by decide +kernel)
