-- expect: cheating command
-- A forbidden command after the theorem.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
#eval 1
