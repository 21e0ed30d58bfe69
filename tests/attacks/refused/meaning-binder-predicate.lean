-- expect: cheating command
-- A new binder notation.

binder_predicate x " ∼ " y:term => `(True)
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
