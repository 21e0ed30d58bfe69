-- expect: cheating syntax
-- `native_decide`.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  Machine.haltsAfter_of_check (by native_decide)
