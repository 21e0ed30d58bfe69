-- expect: proved
-- `unseal … in` before the theorem, and `seal`.

def six := 6

seal six

unseal six in
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have : six = 6 := rfl
  rw [← this]
  exact Machine.haltsAfter_of_check (by decide +kernel)
