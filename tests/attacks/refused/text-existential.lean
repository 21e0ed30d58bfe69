-- expect: wrong statement-changed
-- Weakened: some machine halts after 7 steps or some number is what it is.

theorem halts_after_1RB1LB_1LA1RZ : ∃ n, machine.HaltsAfter n :=
  ⟨6, Machine.haltsAfter_of_check (by decide +kernel)⟩
