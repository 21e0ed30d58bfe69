-- expect: proved
-- A local instance.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  letI : Decidable (machine.HaltsAfter 6) := .isTrue (Machine.haltsAfter_of_check (by decide +kernel))
  haveI : Nonempty Nat := ⟨0⟩
  exact of_decide_eq_true rfl
