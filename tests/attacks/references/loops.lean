import BBSynth

open BBSynth

/-- The machine `1RB1RB_0LA1RZ`. State `A` is `0`, state `B` is `1`; `none` means that it halts. -/
def machine : Machine 2 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .right, some 1⟩
  | 1, 0 => ⟨0, .left, some 0⟩
  | 1, 1 => ⟨1, .right, none⟩

/-- True, whatever the name of the theorem says: the machine repeats itself. -/
theorem halts_after_1RB1LB_1LA1RZ : machine.NeverHalts := by
  sorry
