-- expect: wrong elaboration
-- `Classical.choice` of nothing.

theorem key : False := (Classical.choice (⟨nofun⟩ : Nonempty Empty)).elim
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  key.elim
