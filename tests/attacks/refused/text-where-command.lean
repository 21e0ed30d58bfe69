-- expect: cheating command
-- `#where`, `#version` and the like print, and are not needed.

#where
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
