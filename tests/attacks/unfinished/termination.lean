-- expect: wrong elaboration
-- A recursion for which no end is found.

theorem key (n : Nat) : machine.HaltsAfter 6 := key (n + 1)
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  key 0
