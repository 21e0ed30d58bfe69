import BBSynth

open BBSynth

/-- The machine `1RB0LB_1RC1RZ_1LC1RA`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨0, .left, some 1⟩
  | 1, 0 => ⟨1, .right, some 2⟩
  | 1, 1 => ⟨1, .right, none⟩
  | 2, 0 => ⟨1, .left, some 2⟩
  | 2, 1 => ⟨1, .right, some 0⟩

/-- Prove or refute: started on the blank tape, the machine halts after exactly 6 steps. (To
refute it, prove instead `theorem not_decide_it_after_6_1RB0LB_1RC1RZ_1LC1RA : ¬
machine.HaltsAfter 6`.) -/
theorem decide_it_after_6_1RB0LB_1RC1RZ_1LC1RA : machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)
