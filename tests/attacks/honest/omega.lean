-- expect: proved
-- `omega` with hypotheses.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have h : ∀ x y : Nat, x < y → 2 * x + 1 < 2 * y := by
    intro x y h
    omega
  exact Machine.haltsAfter_of_check (by decide +kernel)
