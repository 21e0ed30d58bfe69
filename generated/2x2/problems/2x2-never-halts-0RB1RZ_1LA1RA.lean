import BBSynth

open BBSynth

/-- The machine `0RB1RZ_1LA1RA`. State `A` is `0`, state `B` is `1`; `none` means that it halts. -/
def machine : Machine 2 2
  | 0, 0 => ⟨0, .right, some 1⟩
  | 0, 1 => ⟨1, .right, none⟩
  | 1, 0 => ⟨1, .left, some 0⟩
  | 1, 1 => ⟨1, .right, some 0⟩

/-- Started on the blank tape, the machine never halts. -/
theorem never_halts_0RB1RZ_1LA1RA : machine.NeverHalts := by
  sorry
