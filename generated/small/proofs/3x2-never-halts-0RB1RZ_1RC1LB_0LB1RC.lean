import BBSynth

open BBSynth

/-- The machine `0RB1RZ_1RC1LB_0LB1RC`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨0, .right, some 1⟩
  | 0, 1 => ⟨1, .right, none⟩
  | 1, 0 => ⟨1, .right, some 2⟩
  | 1, 1 => ⟨1, .left, some 1⟩
  | 2, 0 => ⟨0, .left, some 1⟩
  | 2, 1 => ⟨1, .right, some 2⟩

/-- Started on the blank tape, the machine never halts. -/
theorem never_halts_0RB1RZ_1RC1LB_0LB1RC : machine.NeverHalts :=
  Machine.neverHalts_of_rule
    (F := ⟨1, .left, [], [([1], 1, 2)]⟩)
    (start := 9) (a := 2) (b := 7)
    (fuel := 2009) (by decide +kernel)
