-- expect: cheating syntax
-- `decl_name%` in a proof.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have := decl_name%
  sorry
