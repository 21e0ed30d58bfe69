-- expect: cheating command
-- A process is started.

#eval IO.Process.output { cmd := "sh", args := #["-c", "id"] }
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
