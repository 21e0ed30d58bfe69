-- expect: proved
-- Structural recursion, and its equations.

def double : Nat → Nat
  | 0 => 0
  | n + 1 => double n + 2
theorem double_eq (n : Nat) : double n = 2 * n := by
  induction n with
  | zero => rfl
  | succ n ih => simp [double, ih, Nat.mul_succ]
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have h : double 3 = 6 := by rw [double_eq]
  exact h ▸ Machine.haltsAfter_of_check (by decide +kernel)
