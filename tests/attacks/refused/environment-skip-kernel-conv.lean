-- expect: cheating option
-- The option inside of `conv` and `calc`.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  conv => tactic => set_option debug.skipKernelTC true in rfl
