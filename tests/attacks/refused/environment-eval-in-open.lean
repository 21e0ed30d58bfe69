-- expect: cheating command
-- `#eval` behind `open … in`.

open Nat in #eval 1
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
