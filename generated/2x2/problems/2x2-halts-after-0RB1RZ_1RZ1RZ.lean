import BBSynth

open BBSynth

/-- The machine `0RB1RZ_1RZ1RZ`. State `A` is `0`, state `B` is `1`; `none` means that it halts. -/
def machine : Machine 2 2
  | 0, 0 => ⟨0, .right, some 1⟩
  | 0, 1 => ⟨1, .right, none⟩
  | 1, 0 => ⟨1, .right, none⟩
  | 1, 1 => ⟨1, .right, none⟩

/-- Started on the blank tape, the machine halts after exactly 2 steps. -/
theorem halts_after_0RB1RZ_1RZ1RZ : machine.HaltsAfter 2 := by
  sorry
