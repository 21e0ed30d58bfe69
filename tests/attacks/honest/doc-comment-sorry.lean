-- expect: proved
-- A documentation comment that mentions `sorry`.

/-- This was `sorry` once. -/
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)
