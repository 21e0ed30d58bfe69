-- expect: cheating command
-- A unification hint by its command.

unif_hint (n : Nat) where |- n =?= 7
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
