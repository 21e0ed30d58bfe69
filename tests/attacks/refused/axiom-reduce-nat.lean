-- expect: cheating name
-- Evaluation by the compiler inside of the kernel: `Lean.reduceNat`, without its axiom.

def seven : Nat := 7
theorem key : Lean.reduceNat seven = 7 := rfl
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have := key
  sorry
