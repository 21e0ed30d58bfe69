import BBSynth

open BBSynth

/-- The machine `1RB0RA_0LA1RZ`. State `A` is `0`, state `B` is `1`; `none` means that it halts. -/
def machine : Machine 2 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨0, .right, some 0⟩
  | 1, 0 => ⟨0, .left, some 0⟩
  | 1, 1 => ⟨1, .right, none⟩

/-- Started on the blank tape, the machine never halts. -/
theorem never_halts_1RB0RA_0LA1RZ : machine.NeverHalts := by
  sorry
