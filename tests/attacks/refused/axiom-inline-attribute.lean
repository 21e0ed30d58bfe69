-- expect: wrong sorry
-- `inline` alone, and `sorry`.

@[inline] def f (n : Nat) : Nat := n
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
