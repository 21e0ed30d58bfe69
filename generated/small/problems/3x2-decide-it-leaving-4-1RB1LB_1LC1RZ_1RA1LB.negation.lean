import BBSynth

open BBSynth

/-- The machine `1RB1LB_1LC1RZ_1RA1LB`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .left, some 1⟩
  | 1, 0 => ⟨1, .left, some 2⟩
  | 1, 1 => ⟨1, .right, none⟩
  | 2, 0 => ⟨1, .right, some 0⟩
  | 2, 1 => ⟨1, .left, some 1⟩

/-- Prove or refute: started on the blank tape, the machine halts, and then exactly 4 cells are
not blank. (To refute it, prove instead `theorem not_decide_it_leaving_4_1RB1LB_1LC1RZ_1RA1LB : ¬
machine.HaltsLeaving 4`.) -/
theorem not_decide_it_leaving_4_1RB1LB_1LC1RZ_1RA1LB : ¬ machine.HaltsLeaving 4 := by
  sorry
