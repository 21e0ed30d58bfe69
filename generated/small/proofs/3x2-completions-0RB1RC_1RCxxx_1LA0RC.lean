import BBSynth

open BBSynth

/-- The machine `0RB1RC_1RC---_1LA0RC`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts, and in the place of a transition that this transition is not known. -/
def machine : PartialMachine 3 2
  | 0, 0 => some ⟨0, .right, some 1⟩
  | 0, 1 => some ⟨1, .right, some 2⟩
  | 1, 0 => some ⟨1, .right, some 2⟩
  | 1, 1 => none
  | 2, 0 => some ⟨1, .left, some 0⟩
  | 2, 1 => some ⟨0, .right, some 2⟩

/-- Every completion of the machine, started on the blank tape, halts after at most 8 steps or never halts. -/
theorem completions_0RB1RC_1RCxxx_1LA0RC : ∀ M : Machine 3 2, M.Completes machine → M.HaltsWithin 8 ∨ M.NeverHalts :=
  PartialMachine.everyCompletion_of_check (fuel := 10) (by decide +kernel)
