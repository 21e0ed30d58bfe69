import BBSynth

open BBSynth

/-- The machine `1RB1LC_1LA0RB_0RB1RZ`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .left, some 2⟩
  | 1, 0 => ⟨1, .left, some 0⟩
  | 1, 1 => ⟨0, .right, some 1⟩
  | 2, 0 => ⟨0, .right, some 1⟩
  | 2, 1 => ⟨1, .right, none⟩

/-- Prove or refute: started on the blank tape, the machine never halts. (To refute it, prove
instead `theorem not_decide_it_never_1RB1LC_1LA0RB_0RB1RZ : ¬ machine.NeverHalts`.) -/
theorem decide_it_never_1RB1LC_1LA0RB_0RB1RZ : machine.NeverHalts := by
  sorry
