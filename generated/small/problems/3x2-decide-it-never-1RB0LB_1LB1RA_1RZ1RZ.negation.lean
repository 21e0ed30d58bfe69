import BBSynth

open BBSynth

/-- The machine `1RB0LB_1LB1RA_1RZ1RZ`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨0, .left, some 1⟩
  | 1, 0 => ⟨1, .left, some 1⟩
  | 1, 1 => ⟨1, .right, some 0⟩
  | 2, 0 => ⟨1, .right, none⟩
  | 2, 1 => ⟨1, .right, none⟩

/-- Prove or refute: started on the blank tape, the machine never halts. (To refute it, prove
instead `theorem not_decide_it_never_1RB0LB_1LB1RA_1RZ1RZ : ¬ machine.NeverHalts`.) -/
theorem not_decide_it_never_1RB0LB_1LB1RA_1RZ1RZ : ¬ machine.NeverHalts := by
  sorry
