-- expect: wrong sorry
-- A lemma with `sorry`, and a main theorem without.

theorem key : False := by
  sorry

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  key.elim
