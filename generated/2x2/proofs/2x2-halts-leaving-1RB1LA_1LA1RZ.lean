import BBSynth

open BBSynth

/-- The machine `1RB1LA_1LA1RZ`. State `A` is `0`, state `B` is `1`; `none` means that it halts. -/
def machine : Machine 2 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .left, some 0⟩
  | 1, 0 => ⟨1, .left, some 0⟩
  | 1, 1 => ⟨1, .right, none⟩

/-- Started on the blank tape, the machine halts, and then exactly 3 cells are not blank. -/
theorem halts_leaving_1RB1LA_1LA1RZ : machine.HaltsLeaving 3 :=
  Machine.haltsLeaving_of_check (N := 5) (by decide +kernel)
