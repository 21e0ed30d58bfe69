-- expect: cheating
-- The option inside of the language of `grind`.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  grind =>
    set_option debug.skipKernelTC true in
    finish
