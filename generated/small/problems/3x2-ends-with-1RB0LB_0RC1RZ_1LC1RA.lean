import BBSynth

open BBSynth

/-- The machine `1RB0LB_0RC1RZ_1LC1RA`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨0, .left, some 1⟩
  | 1, 0 => ⟨0, .right, some 2⟩
  | 1, 1 => ⟨1, .right, none⟩
  | 2, 0 => ⟨1, .left, some 2⟩
  | 2, 1 => ⟨1, .right, some 0⟩

/-- Started on the blank tape, the machine halts; then, from left to right, cells 0 to 2 hold 1 0 1, every other cell is blank, and the head is on cell 1. -/
theorem ends_with_1RB0LB_0RC1RZ_1LC1RA : machine.HaltsWith 0 [1, 0, 1] 1 := by
  sorry
