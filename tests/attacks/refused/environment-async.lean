-- expect: cheating option
-- Proofs are elaborated in the background, where an error may come too late.

set_option Elab.async true
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  decide
