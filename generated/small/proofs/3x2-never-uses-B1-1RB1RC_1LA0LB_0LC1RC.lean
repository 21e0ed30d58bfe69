import BBSynth

open BBSynth

/-- The machine `1RB1RC_1LA0LB_0LC1RC`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .right, some 2⟩
  | 1, 0 => ⟨1, .left, some 0⟩
  | 1, 1 => ⟨0, .left, some 1⟩
  | 2, 0 => ⟨0, .left, some 2⟩
  | 2, 1 => ⟨1, .right, some 2⟩

/-- Started on the blank tape, the machine never reads the symbol 1 in state B. -/
theorem never_uses_B1_1RB1RC_1LA0LB_0LC1RC : machine.NeverUses 1 1 :=
  Machine.neverUses_of_neverHalts (Machine.neverHalts_of_loopRight
    (start := 3) (period := 2) (width := 0)
    (by decide +kernel))
