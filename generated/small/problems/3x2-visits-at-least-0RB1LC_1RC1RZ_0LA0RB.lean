import BBSynth

open BBSynth

/-- The machine `0RB1LC_1RC1RZ_0LA0RB`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨0, .right, some 1⟩
  | 0, 1 => ⟨1, .left, some 2⟩
  | 1, 0 => ⟨1, .right, some 2⟩
  | 1, 1 => ⟨1, .right, none⟩
  | 2, 0 => ⟨0, .left, some 0⟩
  | 2, 1 => ⟨0, .right, some 1⟩

/-- For every natural number m, the machine, started on the blank tape, visits at least m + 1
cells in its first 2 + 7 * m + 4 * (m * (m - 1) / 2) steps. -/
theorem visits_at_least_0RB1LC_1RC1RZ_0LA0RB : ∀ m, machine.VisitsAtLeast (2 + 7 * m + 4 * (m * (m - 1) / 2)) (m + 1) := by
  sorry
