-- expect: wrong sorry
-- Girard: a type of all types.

def U : Type := Type
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
