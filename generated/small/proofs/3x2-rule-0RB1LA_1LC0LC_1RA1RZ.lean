import BBSynth

open BBSynth

/-- The machine `0RB1LA_1LC0LC_1RA1RZ`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨0, .right, some 1⟩
  | 0, 1 => ⟨1, .left, some 0⟩
  | 1, 0 => ⟨1, .left, some 2⟩
  | 1, 1 => ⟨0, .left, some 2⟩
  | 2, 0 => ⟨1, .right, some 0⟩
  | 2, 1 => ⟨1, .right, none⟩

/-- The configurations C(m). -/
noncomputable def C (m : Nat) : Config 3 2 :=
  .rows 1 .right [([1], 2 * m + 2), ([0], 1)] []

/-- For every natural number m, let C(m) be the configuration in state B with the tape `(1)^{2 *
m + 2} (0)^{1} |` and the head on the first cell to the right of the bar. Then, for every m,
exactly 8 * m + 19 steps lead the machine from C(m) to C(m + 1). -/
theorem rule_0RB1LA_1LC0LC_1RA1RZ : ∀ m, machine.Reaches (C m) (C (m + 1)) (8 * m + 19) :=
  Machine.rule_of_check
    (F := ⟨1, .right, [([1], 2, 2), ([0], 0, 1)], []⟩)
    (a := 8) (b := 19) (fuel := 2012) (by decide +kernel)
