-- expect: wrong elaboration
-- The theorem rests on a lemma that fails.

theorem key : machine.HaltsAfter 6 := by
  omega
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  key
