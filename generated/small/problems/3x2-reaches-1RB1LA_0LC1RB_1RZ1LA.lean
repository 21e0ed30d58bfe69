import BBSynth

open BBSynth

/-- The machine `1RB1LA_0LC1RB_1RZ1LA`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .left, some 0⟩
  | 1, 0 => ⟨0, .left, some 2⟩
  | 1, 1 => ⟨1, .right, some 1⟩
  | 2, 0 => ⟨1, .right, none⟩
  | 2, 1 => ⟨1, .left, some 0⟩

/-- The configurations C(m). -/
noncomputable def C (m : Nat) : Config 3 2 :=
  .rows 0 .left [] [([1], m + 1)]

/-- The configurations D(m). -/
noncomputable def D (m : Nat) : Config 3 2 :=
  .rows 0 .left [([1], m)] [([1, 1], 1)]

/-- For every natural number m, let C(m) be the configuration in state A with the tape `| (1)^{m
+ 1}` and the head on the first cell to the left of the bar, and let D(m) be the configuration in
state A with the tape `(1)^{m} | (11)^{1}` and the head on the first cell to the left of the bar.
Then, for every m, exactly m + 5 steps lead the machine from C(m) to D(m). -/
theorem reaches_1RB1LA_0LC1RB_1RZ1LA : ∀ m, machine.Reaches (C m) (D m) (m + 5) := by
  sorry
