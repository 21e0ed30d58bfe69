-- expect: wrong sorry
-- The theorem twice: first with `sorry`, then with a proof that fails.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  rfl
