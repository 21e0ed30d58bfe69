-- expect: cheating option
-- An option that is none of a proof's business.

set_option internal.cmdlineSnapshots true
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
