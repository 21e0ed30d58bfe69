-- expect: proved
-- `#check` and `#print` in between.

#check machine
#print Machine.HaltsAfter
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)
#check halts_after_1RB1LB_1LA1RZ
#check @halts_after_1RB1LB_1LA1RZ
