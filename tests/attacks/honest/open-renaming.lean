-- expect: proved
-- `open … renaming`.

open Machine renaming haltsAfter_of_check → check
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  check (by decide +kernel)
