-- expect: wrong elaboration
-- The theorem as a fixpoint of itself.

theorem key (n : Nat) : machine.HaltsAfter 7 := key n
partial_fixpoint
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  key 0
