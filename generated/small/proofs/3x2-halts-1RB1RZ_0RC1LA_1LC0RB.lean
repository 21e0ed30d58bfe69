import BBSynth

open BBSynth

/-- The machine `1RB1RZ_0RC1LA_1LC0RB`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .right, none⟩
  | 1, 0 => ⟨0, .right, some 2⟩
  | 1, 1 => ⟨1, .left, some 0⟩
  | 2, 0 => ⟨1, .left, some 2⟩
  | 2, 1 => ⟨0, .right, some 1⟩

/-- Started on the blank tape, the machine halts. -/
theorem halts_1RB1RZ_0RC1LA_1LC0RB : machine.Halts :=
  Machine.halts_of_check (steps := 9) (by decide +kernel)
