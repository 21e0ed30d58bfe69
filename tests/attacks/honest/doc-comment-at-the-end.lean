-- expect: proved
-- A proof, and after it a doc comment of nothing, at which Lean's parser stumbles.
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)

/-- The end. -/
