-- expect: proved
-- `rintro`, `obtain`, `rcases` with patterns.

theorem key : ∀ n : Nat, (∃ m, n = 2 * m ∧ m = 3) → n = 6 := by
  rintro n ⟨m, rfl, rfl⟩
  rfl
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  obtain ⟨m, hm⟩ : ∃ m, m = 6 := ⟨6, rfl⟩
  subst hm
  exact Machine.haltsAfter_of_check (by decide +kernel)
