import BBSynth

open BBSynth

/-- The machine `1RB0RB_1LC0RA_1RZ1LA`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨0, .right, some 1⟩
  | 1, 0 => ⟨1, .left, some 2⟩
  | 1, 1 => ⟨0, .right, some 0⟩
  | 2, 0 => ⟨1, .right, none⟩
  | 2, 1 => ⟨1, .left, some 0⟩

/-- Started on the blank tape, the machine halts, and has visited exactly 4 cells. -/
theorem visits_1RB0RB_1LC0RA_1RZ1LA : machine.VisitsExactly 4 := by
  sorry
