import BBSynth

open BBSynth

/-- The machine `1RB1RZ_1RC1RA_0LC0LB`. State `A` is `0`, state `B` is `1`, state `C` is `2`;
`none` means that it halts. -/
def machine : Machine 3 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .right, none⟩
  | 1, 0 => ⟨1, .right, some 2⟩
  | 1, 1 => ⟨1, .right, some 0⟩
  | 2, 0 => ⟨0, .left, some 2⟩
  | 2, 1 => ⟨0, .left, some 1⟩

/-- Started on the blank tape, the machine moves its head out of every finite part of the tape. -/
theorem leaves_every_interval_1RB1RZ_1RC1RA_0LC0LB : machine.LeavesEveryInterval := by
  sorry
