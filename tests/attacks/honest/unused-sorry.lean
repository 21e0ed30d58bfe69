-- expect: proved
-- A lemma with `sorry` that the theorem does not rest on.

theorem unused : 1 = 2 := sorry
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)
