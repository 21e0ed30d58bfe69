-- expect: proved
-- Universes and type variables.

universe u v
variable {α : Type u} {β : Type v}
theorem key (f : α → β) (a b : α) (h : a = b) : f a = f b := congrArg f h
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)
