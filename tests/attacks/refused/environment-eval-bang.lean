-- expect: cheating command
-- `#eval!` evaluates even what rests on `sorry`.

#eval! (sorry : Nat)
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
