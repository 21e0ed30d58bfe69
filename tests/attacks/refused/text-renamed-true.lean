-- expect: wrong theorem-missing
-- A true theorem under another name.

theorem halts : machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)
