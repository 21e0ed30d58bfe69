import BBSynth

open BBSynth

/-- The machine `1RB1RZ_1LB0LC_1RZ1RZ`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .right, none⟩
  | 1, 0 => ⟨1, .left, some 1⟩
  | 1, 1 => ⟨0, .left, some 2⟩
  | 2, 0 => ⟨1, .right, none⟩
  | 2, 1 => ⟨1, .right, none⟩

/-- Started on the blank tape, the machine halts, and then exactly 2 cells are not blank. -/
theorem halts_leaving_1RB1RZ_1LB0LC_1RZ1RZ : machine.HaltsLeaving 2 :=
  Machine.haltsLeaving_of_check (N := 4) (by decide +kernel)
