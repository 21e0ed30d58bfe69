-- expect: cheating option
-- The warning about `sorry` is turned off.

set_option warn.sorry false
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
