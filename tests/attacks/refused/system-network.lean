-- expect: cheating command
-- The network is asked.

#eval IO.Process.spawn { cmd := "curl", args := #["http://localhost"] }
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
