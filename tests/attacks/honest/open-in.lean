-- expect: proved
-- `open … in`.

open Machine in
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  haltsAfter_of_check (by decide +kernel)
