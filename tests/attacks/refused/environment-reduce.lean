-- expect: cheating command
-- `#reduce` can run for ever.

#reduce 2 ^ 2 ^ 2 ^ 2
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
