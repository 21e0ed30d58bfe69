-- expect: cheating name
-- A theorem that rests on evaluation by the compiler, without its axiom.
-- reference: true.lean

def evil : Bool := true
theorem key : Lean.reduceBool evil = true := rfl
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have := key
  exact Machine.haltsAfter_of_check (by decide +kernel)
