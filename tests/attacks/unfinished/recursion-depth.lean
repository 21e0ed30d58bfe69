-- expect: wrong elaboration
-- Lean runs out of recursion depth.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have : (List.range 5000).length = 5000 := by decide
  exact Machine.haltsAfter_of_check (by decide +kernel)
