-- expect: proved
-- Letters of many kinds.

theorem héros_ₙ (α β₁ : Nat) (ħ : α = β₁) : β₁ = α := ħ.symm
-- 😀 ∀ é 数学
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)
