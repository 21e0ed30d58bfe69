-- expect: wrong elaboration
-- Goals are left.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  refine ⟨rfl, ?_⟩
  intro t ht
