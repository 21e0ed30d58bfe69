-- expect: proved
-- A lemma named `axiom_free`, and one named `sorry_free`.

theorem axiom_free : machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)
theorem sorry_free : machine.HaltsAfter 6 := axiom_free
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  sorry_free
