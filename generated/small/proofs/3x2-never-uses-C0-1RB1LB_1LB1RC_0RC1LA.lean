import BBSynth

open BBSynth

/-- The machine `1RB1LB_1LB1RC_0RC1LA`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .left, some 1⟩
  | 1, 0 => ⟨1, .left, some 1⟩
  | 1, 1 => ⟨1, .right, some 2⟩
  | 2, 0 => ⟨0, .right, some 2⟩
  | 2, 1 => ⟨1, .left, some 0⟩

/-- Started on the blank tape, the machine never reads the symbol 0 in state C. -/
theorem never_uses_C0_1RB1LB_1LB1RC_0RC1LA : machine.NeverUses 2 0 :=
  Machine.neverUses_of_neverHalts (Machine.neverHalts_of_loopLeft
    (start := 5) (period := 1) (width := 0)
    (by decide +kernel))
