-- expect: proved
-- An option before `#check`.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)
set_option pp.all true in
#check halts_after_1RB1LB_1LA1RZ
