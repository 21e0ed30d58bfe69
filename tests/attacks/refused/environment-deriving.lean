-- expect: wrong sorry
-- A deriving handler writes declarations.

def Mine := Nat deriving DecidableEq, Repr
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
