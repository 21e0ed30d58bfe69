-- expect: cheating syntax
-- `native_decide` in a proof of something true.
-- reference: true.lean

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have : 2 + 2 = 4 := by native_decide
  exact Machine.haltsAfter_of_check (by decide +kernel)
