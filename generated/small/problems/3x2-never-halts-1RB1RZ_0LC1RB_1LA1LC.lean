import BBSynth

open BBSynth

/-- The machine `1RB1RZ_0LC1RB_1LA1LC`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .right, none⟩
  | 1, 0 => ⟨0, .left, some 2⟩
  | 1, 1 => ⟨1, .right, some 1⟩
  | 2, 0 => ⟨1, .left, some 0⟩
  | 2, 1 => ⟨1, .left, some 2⟩

/-- Started on the blank tape, the machine never halts. -/
theorem never_halts_1RB1RZ_0LC1RB_1LA1LC : machine.NeverHalts := by
  sorry
