import BBSynth

open BBSynth

/-- The machine `1RB0LC_1LC1LA_1RZ1RB`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨0, .left, some 2⟩
  | 1, 0 => ⟨1, .left, some 2⟩
  | 1, 1 => ⟨1, .left, some 0⟩
  | 2, 0 => ⟨1, .right, none⟩
  | 2, 1 => ⟨1, .right, some 1⟩

/-- Prove or refute: started on the blank tape, the machine halts. (To refute it, prove instead
`theorem not_decide_it_halts_1RB0LC_1LC1LA_1RZ1RB : ¬ machine.Halts`.) -/
theorem not_decide_it_halts_1RB0LC_1LC1LA_1RZ1RB : ¬ machine.Halts := by
  sorry
