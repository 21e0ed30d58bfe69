-- expect: proved
-- `simp?` and `show_term`.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have : 1 + 1 = 2 := by simp?
  show_term exact Machine.haltsAfter_of_check (by decide +kernel)
