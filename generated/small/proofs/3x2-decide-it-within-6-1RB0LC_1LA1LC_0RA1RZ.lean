import BBSynth

open BBSynth

/-- The machine `1RB0LC_1LA1LC_0RA1RZ`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨0, .left, some 2⟩
  | 1, 0 => ⟨1, .left, some 0⟩
  | 1, 1 => ⟨1, .left, some 2⟩
  | 2, 0 => ⟨0, .right, some 0⟩
  | 2, 1 => ⟨1, .right, none⟩

/-- Prove or refute: started on the blank tape, the machine halts after at most 6 steps. (To
refute it, prove instead `theorem not_decide_it_within_6_1RB0LC_1LA1LC_0RA1RZ : ¬
machine.HaltsWithin 6`.) -/
theorem not_decide_it_within_6_1RB0LC_1LA1LC_0RA1RZ : ¬ machine.HaltsWithin 6 :=
  Machine.not_haltsWithin_of_check (steps := 7) (by decide +kernel)
