-- expect: proved
-- Theorems of our name in other namespaces.

theorem A.halts_after_1RB1LB_1LA1RZ : True := trivial
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)
