-- expect: wrong elaboration
-- `simp` with `decide := true`.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  simp (config := { decide := true }) [machine, Machine.HaltsAfter]
