-- expect: cheating attribute
-- `extern` gives a definition a foreign program.

@[extern "lean_nat_add"] def plus (a b : Nat) : Nat := a
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
