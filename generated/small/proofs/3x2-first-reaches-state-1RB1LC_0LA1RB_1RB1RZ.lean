import BBSynth

open BBSynth

/-- The machine `1RB1LC_0LA1RB_1RB1RZ`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .left, some 2⟩
  | 1, 0 => ⟨0, .left, some 0⟩
  | 1, 1 => ⟨1, .right, some 1⟩
  | 2, 0 => ⟨1, .right, some 1⟩
  | 2, 1 => ⟨1, .right, none⟩

/-- Started on the blank tape, the machine is in state C for the first time after exactly 3
steps. -/
theorem first_reaches_state_1RB1LC_0LA1RB_1RB1RZ : (∀ t, t < 3 → (machine.run t .initial).state ≠ some 2) ∧ (machine.run 3 .initial).state = some 2 :=
  by decide +kernel
