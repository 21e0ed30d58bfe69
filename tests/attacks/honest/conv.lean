-- expect: proved
-- `conv`.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have h : 3 + 3 = 6 := rfl
  conv => arg 2; rw [← h]
  exact Machine.haltsAfter_of_check (by decide +kernel)
