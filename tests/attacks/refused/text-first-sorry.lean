-- expect: wrong sorry
-- `sorry` as the last alternative of `first`, among good ones.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  first
    | decide
    | omega
    | exact Machine.haltsAfter_of_check (by decide +kernel)
    | sorry
