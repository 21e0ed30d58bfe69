-- expect: wrong statement-changed
-- The whole file is given, with another machine.

import BBSynth

open BBSynth

def machine : Machine 2 2
  | 0, 0 => ⟨1, .right, some 1⟩
  | 0, 1 => ⟨1, .right, some 1⟩
  | 1, 0 => ⟨1, .left, some 0⟩
  | 1, 1 => ⟨1, .right, none⟩

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  Machine.haltsAfter_of_check (by decide +kernel)
