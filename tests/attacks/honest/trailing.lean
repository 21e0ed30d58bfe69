-- expect: proved
-- Much white space, and comments at the end.




theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)


   
-- done
/- done -/
