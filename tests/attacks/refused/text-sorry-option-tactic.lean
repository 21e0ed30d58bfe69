-- expect: cheating option
-- The warning about `sorry` is turned off inside of the proof.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  set_option warn.sorry false in
  sorry
