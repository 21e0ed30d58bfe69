import BBSynth

open BBSynth

/-- The machine `0RB1RZ_1RC1LB_0LB0RC`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨0, .right, some 1⟩
  | 0, 1 => ⟨1, .right, none⟩
  | 1, 0 => ⟨1, .right, some 2⟩
  | 1, 1 => ⟨1, .left, some 1⟩
  | 2, 0 => ⟨0, .left, some 1⟩
  | 2, 1 => ⟨0, .right, some 2⟩

/-- The configurations C(m). -/
noncomputable def C (m : Nat) : Config 3 2 :=
  .rows 1 .left [] [([1], m + 2), ([0], 1)]

/-- For every natural number m, let C(m) be the configuration in state B with the tape `| (1)^{m
+ 2} (0)^{1}` and the head on the first cell to the left of the bar. Then, for every m, exactly
16 * 2 ^ m - 1 steps lead the machine from C(m) to C(m + 1). -/
theorem counts_0RB1RZ_1RC1LB_0LB0RC : ∀ m, machine.Reaches (C m) (C (m + 1)) (16 * 2 ^ m - 1) := by
  sorry
