-- expect: wrong statement-changed
-- A `let` in the statement shadows the machine.

theorem halts_after_1RB1LB_1LA1RZ : let machine : Machine 1 1 := fun _ _ => ⟨0, .right, none⟩; machine.HaltsAfter 1 :=
  Machine.haltsAfter_of_check (by decide +kernel)
