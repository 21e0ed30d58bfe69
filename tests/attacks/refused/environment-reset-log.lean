-- expect: cheating command
-- The messages are thrown away by a program.

elab "quiet" : command => Lean.modify fun s => { s with messages := {} }
quiet
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
