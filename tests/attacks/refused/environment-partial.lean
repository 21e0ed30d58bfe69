-- expect: cheating modifier
-- A `partial` definition.

partial def key (n : Nat) : Nat := key (n + 1)
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
