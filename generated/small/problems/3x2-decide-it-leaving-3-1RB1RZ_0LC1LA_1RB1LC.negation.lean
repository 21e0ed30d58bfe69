import BBSynth

open BBSynth

/-- The machine `1RB1RZ_0LC1LA_1RB1LC`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .right, none⟩
  | 1, 0 => ⟨0, .left, some 2⟩
  | 1, 1 => ⟨1, .left, some 0⟩
  | 2, 0 => ⟨1, .right, some 1⟩
  | 2, 1 => ⟨1, .left, some 2⟩

/-- Prove or refute: started on the blank tape, the machine halts, and then exactly 3 cells are
not blank. (To refute it, prove instead `theorem not_decide_it_leaving_3_1RB1RZ_0LC1LA_1RB1LC : ¬
machine.HaltsLeaving 3`.) -/
theorem not_decide_it_leaving_3_1RB1RZ_0LC1LA_1RB1LC : ¬ machine.HaltsLeaving 3 := by
  sorry
