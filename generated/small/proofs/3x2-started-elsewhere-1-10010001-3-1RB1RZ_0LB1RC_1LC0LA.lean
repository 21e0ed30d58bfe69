import BBSynth

open BBSynth

/-- The machine `1RB1RZ_0LB1RC_1LC0LA`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .right, none⟩
  | 1, 0 => ⟨0, .left, some 1⟩
  | 1, 1 => ⟨1, .right, some 2⟩
  | 2, 0 => ⟨1, .left, some 2⟩
  | 2, 1 => ⟨0, .left, some 0⟩

/-- Started in state B with the head on cell -3 of the tape on which cells -6 to 1 hold, from
left to right, 1 0 0 1 0 0 0 1 and all others are blank, the machine halts after exactly 14
steps. -/
theorem started_elsewhere_1_10010001_3_1RB1RZ_0LB1RC_1LC0LA : machine.HaltsAfterFrom (.written 1 (-3) (-6) [1, 0, 0, 1, 0, 0, 0, 1]) 14 :=
  Machine.haltsAfterFrom_of_check (by decide +kernel)
