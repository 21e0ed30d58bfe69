-- expect: cheating declaration
-- A structure.

structure S where
  x : Nat
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
