-- expect: wrong elaboration
-- The theorem as a proof of itself, by recursion that never ends.

theorem key (n : Nat) : machine.HaltsAfter 7 := key n
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  key 0
