-- expect: proved
-- A comment that mentions `sorry`, `axiom` and `native_decide`.

-- no sorry, no axiom, no native_decide: admit it
/- #exit sorry -/
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)
