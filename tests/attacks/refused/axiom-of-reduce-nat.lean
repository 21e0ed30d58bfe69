-- expect: cheating name
-- The same for numbers.
-- reference: true.lean

def seven : Nat := 7
theorem key : seven = 7 := Lean.ofReduceNat seven 7 rfl
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have := key
  exact Machine.haltsAfter_of_check (by decide +kernel)
