import BBSynth

open BBSynth

/-- The machine `1RB1LA_1LA1RC_1RZ0RB`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .left, some 0⟩
  | 1, 0 => ⟨1, .left, some 0⟩
  | 1, 1 => ⟨1, .right, some 2⟩
  | 2, 0 => ⟨1, .right, none⟩
  | 2, 1 => ⟨0, .right, some 1⟩

/-- Started on the blank tape, the machine halts after exactly 10 steps. -/
theorem halts_after_1RB1LA_1LA1RC_1RZ0RB : machine.HaltsAfter 10 :=
  Machine.haltsAfter_of_check (by decide +kernel)
