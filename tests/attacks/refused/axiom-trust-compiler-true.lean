-- expect: cheating name
-- `Lean.trustCompiler` in a proof of something true.
-- reference: true.lean

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have := Lean.trustCompiler
  exact Machine.haltsAfter_of_check (by decide +kernel)
