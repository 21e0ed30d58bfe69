-- expect: wrong sorry
-- `sorry` in an instance that `decide` picks up.

instance : Decidable (machine.HaltsAfter 7) := .isTrue sorry
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  decide
