-- expect: cheating syntax
-- Output that looks like that of `#print axioms`.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  trace "'halts_after_1RB1LB_1LA1RZ' does not depend on any axioms"
  sorry
