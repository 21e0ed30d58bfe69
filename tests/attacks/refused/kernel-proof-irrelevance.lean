-- expect: wrong elaboration
-- Proof irrelevance for what is no proof.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have h : ∀ a b : Nat, a = b := fun _ _ => rfl
  exact absurd (h 0 1) (by decide)
