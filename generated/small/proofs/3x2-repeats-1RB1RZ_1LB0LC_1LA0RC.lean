import BBSynth

open BBSynth

/-- The machine `1RB1RZ_1LB0LC_1LA0RC`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .right, none⟩
  | 1, 0 => ⟨1, .left, some 1⟩
  | 1, 1 => ⟨0, .left, some 2⟩
  | 2, 0 => ⟨1, .left, some 0⟩
  | 2, 1 => ⟨0, .right, some 2⟩

/-- Started on the blank tape, the machine repeats itself from step 3 on, with period 4. -/
theorem repeats_1RB1RZ_1LB0LC_1LA0RC : machine.RepeatsFrom 3 4 :=
  Machine.repeatsFrom_of_check (by decide +kernel)
