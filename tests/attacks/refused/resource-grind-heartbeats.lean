-- expect: cheating syntax
-- No limit on heartbeats, inside of the language of `grind`.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  grind =>
    set_option maxHeartbeats 0 in
    finish
