-- expect: cheating command
-- `init_quot`.

init_quot
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
