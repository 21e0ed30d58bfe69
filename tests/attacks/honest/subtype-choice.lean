-- expect: proved
-- `Classical.choose` and its specification.

theorem key : ∃ n, machine.HaltsAfter n := ⟨6, Machine.haltsAfter_of_check (by decide +kernel)⟩
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have h := Classical.choose_spec key
  exact Machine.haltsAfter_of_check (by decide +kernel)
