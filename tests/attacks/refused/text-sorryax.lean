-- expect: wrong sorry
-- `sorryAx` by its own name.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  sorryAx _ true
