-- expect: cheating name
-- The axiom behind `native_decide`, by name, in a proof of something true.
-- reference: true.lean

def yes : Bool := true
theorem key : yes = true := Lean.ofReduceBool yes true rfl
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have := key
  exact Machine.haltsAfter_of_check (by decide +kernel)
