import BBSynth

open BBSynth

/-- The machine `1RB1LC_0LC1RZ_1LA1RC`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .left, some 2⟩
  | 1, 0 => ⟨0, .left, some 2⟩
  | 1, 1 => ⟨1, .right, none⟩
  | 2, 0 => ⟨1, .left, some 0⟩
  | 2, 1 => ⟨1, .right, some 2⟩

/-- Prove or refute: started on the blank tape, the machine halts after at most 8 steps. (To
refute it, prove instead `theorem not_decide_it_within_8_1RB1LC_0LC1RZ_1LA1RC : ¬
machine.HaltsWithin 8`.) -/
theorem not_decide_it_within_8_1RB1LC_0LC1RZ_1LA1RC : ¬ machine.HaltsWithin 8 := by
  sorry
