-- expect: timeout seconds
-- A list too long for the memory.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have : (List.replicate 100000000 0).length = 1 := by decide +kernel
  sorry
