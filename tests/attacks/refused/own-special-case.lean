-- expect: wrong statement-changed
-- A special case of what was asked for.
-- reference: universe.lean

theorem halts_after_1RB1LB_1LA1RZ (α : Type u) (f : α → α) (h : ∀ x, f x = x) (e : f = id) : f = id :=
  e
