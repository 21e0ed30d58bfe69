-- expect: cheating command
-- A command that is not on the list.

theorem key (n : Nat) : n + 0 = n := rfl
grind_pattern key => n + 0
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
