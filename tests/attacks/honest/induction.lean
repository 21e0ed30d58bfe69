-- expect: proved
-- `induction` and `cases`.

theorem run_halted (t : Nat) (c : Config 2 2) (h : c.Halted) : (machine.run t c).Halted := by
  induction t with
  | zero => exact h
  | succ n ih => rw [Machine.run_succ, Machine.step_of_halted h]; exact ih
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  cases (inferInstance : Decidable (1 = 1)) with
  | isTrue h => exact Machine.haltsAfter_of_check (by decide +kernel)
  | isFalse h => exact absurd rfl h
