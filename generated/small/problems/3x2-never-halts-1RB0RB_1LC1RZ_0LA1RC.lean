import BBSynth

open BBSynth

/-- The machine `1RB0RB_1LC1RZ_0LA1RC`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨0, .right, some 1⟩
  | 1, 0 => ⟨1, .left, some 2⟩
  | 1, 1 => ⟨1, .right, none⟩
  | 2, 0 => ⟨0, .left, some 0⟩
  | 2, 1 => ⟨1, .right, some 2⟩

/-- Started on the blank tape, the machine never halts. -/
theorem never_halts_1RB0RB_1LC1RZ_0LA1RC : machine.NeverHalts := by
  sorry
