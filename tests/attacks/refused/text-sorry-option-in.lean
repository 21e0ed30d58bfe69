-- expect: cheating option
-- The warning about `sorry` is turned off for one declaration.

set_option warn.sorry false in
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
