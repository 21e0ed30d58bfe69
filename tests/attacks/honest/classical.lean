-- expect: proved
-- `by_cases`, `classical` and `Classical.em`.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  classical
  by_cases h : ∃ n, machine.HaltsAfter n
  · rcases Classical.em (1 = 1) with _ | h
    · exact Machine.haltsAfter_of_check (by decide +kernel)
    · exact absurd rfl h
  · exact absurd ⟨6, Machine.haltsAfter_of_check (by decide +kernel)⟩ h
