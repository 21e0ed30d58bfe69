import BBSynth

open BBSynth

/-- The machine `1RB1LC_1LA1RC_0LB1RZ`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .left, some 2⟩
  | 1, 0 => ⟨1, .left, some 0⟩
  | 1, 1 => ⟨1, .right, some 2⟩
  | 2, 0 => ⟨0, .left, some 1⟩
  | 2, 1 => ⟨1, .right, none⟩

/-- Started on the blank tape, the machine never moves its head out of the cells from -5 to 1. -/
theorem stays_within_l5_r1_1RB1LC_1LA1RC_0LB1RZ : machine.StaysWithin (-5) 1 :=
  Machine.staysWithin_of_check
    (start := 6) (period := 2) (by decide +kernel)
