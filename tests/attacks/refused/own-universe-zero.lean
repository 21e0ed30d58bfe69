-- expect: wrong statement-changed
-- The theorem for one universe only.
-- reference: universe.lean

theorem halts_after_1RB1LB_1LA1RZ (α : Type) (f : α → α) (h : ∀ x, f x = x) : f = id :=
  funext h
