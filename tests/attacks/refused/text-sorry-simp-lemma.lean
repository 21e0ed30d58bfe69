-- expect: wrong sorry
-- A false `simp` lemma with `sorry`; the main theorem is closed by `simp`.

@[simp] theorem key : machine.HaltsAfter 7 = True := sorry
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  simp
