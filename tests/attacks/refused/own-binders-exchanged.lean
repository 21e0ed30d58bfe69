-- expect: wrong statement-changed
-- The hypotheses in another order.
-- reference: universe.lean

theorem halts_after_1RB1LB_1LA1RZ {α : Type u} (f : α → α) (h : f = id) : ∀ x, f x = x :=
  fun x => h ▸ rfl
