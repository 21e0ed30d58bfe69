-- expect: proved
-- An instance, and `decide`.

instance : Decidable (machine.HaltsAfter 6) := .isTrue (Machine.haltsAfter_of_check (by decide +kernel))
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  decide
