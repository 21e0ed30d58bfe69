import BBSynth

open BBSynth

/-- The machine `0RB1RZ_1LC1LB_0RC1RB`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨0, .right, some 1⟩
  | 0, 1 => ⟨1, .right, none⟩
  | 1, 0 => ⟨1, .left, some 2⟩
  | 1, 1 => ⟨1, .left, some 1⟩
  | 2, 0 => ⟨0, .right, some 2⟩
  | 2, 1 => ⟨1, .right, some 1⟩

/-- Started in state A with the head on cell 5 of the tape on which cells 0 to 7 hold, from left
to right, 1 0 0 1 1 0 0 1 and all others are blank, the machine never halts. -/
theorem started_elsewhere_0_10011001_5_0RB1RZ_1LC1LB_0RC1RB : machine.NeverHaltsFrom (.written 0 5 0 [1, 0, 0, 1, 1, 0, 0, 1]) :=
  Machine.neverHaltsFrom_of_loopLeft
    (steps := 60) (period := 5) (width := 1)
    (by decide +kernel)
