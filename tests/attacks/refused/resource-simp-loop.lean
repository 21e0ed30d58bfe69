-- expect: wrong sorry
-- Two `simp` lemmas that undo each other.

theorem l (a b : Nat) : a + b = b + a + 0 := by omega
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have : ∀ a b : Nat, a + b = b * a := by
    intro a b
    simp [l]
  sorry
