-- expect: wrong statement-changed
-- Another machine named in «» with a zero-width space.

def «machine​» : Machine 1 1 := fun _ _ => ⟨0, .right, none⟩
theorem halts_after_1RB1LB_1LA1RZ : «machine​».HaltsAfter 1 :=
  Machine.haltsAfter_of_check (by decide +kernel)
