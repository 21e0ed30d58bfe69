-- expect: cheating option
-- An option of the compiler.

set_option compiler.extract_closed false
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
