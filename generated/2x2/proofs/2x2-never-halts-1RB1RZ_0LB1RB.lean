import BBSynth

open BBSynth

/-- The machine `1RB1RZ_0LB1RB`. State `A` is `0`, state `B` is `1`; `none` means that it halts. -/
def machine : Machine 2 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .right, none⟩
  | 1, 0 => ⟨0, .left, some 1⟩
  | 1, 1 => ⟨1, .right, some 1⟩

/-- Started on the blank tape, the machine never halts. -/
theorem never_halts_1RB1RZ_0LB1RB : machine.NeverHalts :=
  Machine.neverHalts_of_loopRight
    (start := 1) (period := 2) (width := 1)
    (by decide +kernel)
