-- expect: cheating
-- `native` among the options of `decide`, at length.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  Machine.haltsAfter_of_check (by decide (config := { native := true }))
