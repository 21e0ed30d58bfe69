-- expect: wrong sorry
-- Eta for a structure with a proof in it.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have h : ∀ p : PUnit, ∀ q : Nat, HEq p q := fun p q => HEq.rfl
  sorry
