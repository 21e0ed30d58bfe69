-- expect: cheating command
-- A command of Lean's own beginnings.

gen_injective_theorems% Nat
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
