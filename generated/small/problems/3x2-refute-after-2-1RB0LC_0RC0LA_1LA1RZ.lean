import BBSynth

open BBSynth

/-- The machine `1RB0LC_0RC0LA_1LA1RZ`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨0, .left, some 2⟩
  | 1, 0 => ⟨0, .right, some 2⟩
  | 1, 1 => ⟨0, .left, some 0⟩
  | 2, 0 => ⟨1, .left, some 0⟩
  | 2, 1 => ⟨1, .right, none⟩

/-- It is false that, started on the blank tape, the machine halts after exactly 2 steps. -/
theorem refute_after_2_1RB0LC_0RC0LA_1LA1RZ : ¬ machine.HaltsAfter 2 := by
  sorry
