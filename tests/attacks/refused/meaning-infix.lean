-- expect: cheating command
-- A new infix operator.

infix:50 " ∶ " => fun _ b => b
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
