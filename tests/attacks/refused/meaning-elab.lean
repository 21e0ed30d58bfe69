-- expect: cheating command
-- `elab` takes over `#print axioms`.

elab "#print" "axioms" i:ident : command => pure ()
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
