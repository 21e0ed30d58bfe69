import BBSynth

open BBSynth

/-- The machine `1RB1RZ_1RC1RZ_1LA1RZ`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .right, none⟩
  | 1, 0 => ⟨1, .right, some 2⟩
  | 1, 1 => ⟨1, .right, none⟩
  | 2, 0 => ⟨1, .left, some 0⟩
  | 2, 1 => ⟨1, .right, none⟩

/-- Started on the blank tape, the machine does not halt in fewer than 2 steps. -/
theorem runs_for_2_1RB1RZ_1RC1RZ_1LA1RZ : machine.RunsFor 2 :=
Machine.runsFor_of_check (steps := 4) (by decide +kernel)
