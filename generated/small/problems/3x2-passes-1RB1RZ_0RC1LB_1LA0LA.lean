import BBSynth

open BBSynth

/-- The machine `1RB1RZ_0RC1LB_1LA0LA`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .right, none⟩
  | 1, 0 => ⟨0, .right, some 2⟩
  | 1, 1 => ⟨1, .left, some 1⟩
  | 2, 0 => ⟨1, .left, some 0⟩
  | 2, 1 => ⟨0, .left, some 0⟩

/-- The configurations C(m). -/
noncomputable def C (m : Nat) : Config 3 2 :=
  .rows 2 .right [([1], 2 * m + 1), ([0], 1)] []

/-- For every natural number m, let C(m) be the configuration in state C with the tape `(1)^{2 *
m + 1} (0)^{1} |` and the head on the first cell to the right of the bar. Then the machine,
started on the blank tape, passes C(m) for every m. -/
theorem passes_1RB1RZ_0RC1LB_1LA0LA : ∀ m, ∃ t, machine.Reaches .initial (C m) t := by
  sorry
