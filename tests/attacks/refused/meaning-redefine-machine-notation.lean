-- expect: wrong statement-changed
-- The preamble again, in which one digit differs.

import BBSynth

open BBSynth

/-- The machine `1RB1LB_1LA1RZ`. State `A` is `0`, state `B` is `1`; `none` means that it halts. -/
def machine : Machine 2 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .left, some 1⟩
  | 1, 0 => ⟨1, .left, some 0⟩
  | 1, 1 => ⟨0, .right, none⟩

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
