-- expect: wrong statement-changed
-- A universe parameter more than asked for.
-- reference: universe.lean

theorem halts_after_1RB1LB_1LA1RZ.{v, w} (α : Type w) (β : Type v) (f : α → α) (h : ∀ x, f x = x) : f = id :=
  funext h
