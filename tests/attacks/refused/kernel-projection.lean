-- expect: wrong sorry
-- A projection of a proof.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have h : (⟨0, trivial⟩ : ∃ n : Nat, True).1 = 1 := rfl
  sorry
