import BBSynth

open BBSynth

/-- The machine `1RB0RB_1LA1RZ`. State `A` is `0`, state `B` is `1`; `none` means that it halts. -/
def machine : Machine 2 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨0, .right, some 1⟩
  | 1, 0 => ⟨1, .left, some 0⟩
  | 1, 1 => ⟨1, .right, none⟩

/-- Started on the blank tape, the machine halts after exactly 4 steps. -/
theorem halts_after_1RB0RB_1LA1RZ : machine.HaltsAfter 4 := by
  sorry
