-- expect: wrong sorry
-- `@sorryAx` with everything explicit, and not marked as synthetic.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  @sorryAx (machine.HaltsAfter 7) false
