-- expect: cheating attribute
-- A forbidden attribute after an allowed one.

@[simp, inline, extern "x"] def mine (n : Nat) : Nat := n
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
