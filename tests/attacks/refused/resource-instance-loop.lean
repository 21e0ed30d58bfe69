-- expect: wrong sorry
-- Instances that ask for each other.

instance l1 {n : Nat} [NeZero (n + 1 + n)] : NeZero (n + n) := sorry
instance l2 {n : Nat} [NeZero (n + n)] : NeZero (n + 1 + n) := sorry
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have (n : Nat) : NeZero (n + n) := inferInstance
  sorry
