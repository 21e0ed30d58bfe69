-- expect: wrong theorem-missing
-- Another name.

theorem main : machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)
