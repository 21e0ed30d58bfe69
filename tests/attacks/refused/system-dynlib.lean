-- expect: cheating command
-- A library of machine code is loaded.

#eval Lean.loadDynlib "evil.so"
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
