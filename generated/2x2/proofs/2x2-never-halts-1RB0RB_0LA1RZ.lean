import BBSynth

open BBSynth

/-- The machine `1RB0RB_0LA1RZ`. State `A` is `0`, state `B` is `1`; `none` means that it halts. -/
def machine : Machine 2 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨0, .right, some 1⟩
  | 1, 0 => ⟨0, .left, some 0⟩
  | 1, 1 => ⟨1, .right, none⟩

/-- Started on the blank tape, the machine never halts. -/
theorem never_halts_1RB0RB_0LA1RZ : machine.NeverHalts :=
  Machine.neverHalts_of_loopRight
    (start := 0) (period := 4) (width := 0)
    (by decide +kernel)
