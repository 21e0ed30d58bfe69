-- expect: proved
-- Names with forbidden words in them.

theorem admits_unsafe_partial (nativeDecide : 1 = 1) : 1 = 1 := nativeDecide
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)
