-- expect: cheating option
-- An option that does not exist.

set_option no.such.option true
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
