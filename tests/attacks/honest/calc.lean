-- expect: proved
-- `calc`.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have h : 1 + 2 + 3 = 6 :=
    calc 1 + 2 + 3 = 3 + 3 := rfl
      _ = 6 := rfl
  exact h ▸ Machine.haltsAfter_of_check (by decide +kernel)
