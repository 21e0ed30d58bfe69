-- expect: wrong sorry
-- `sorryAx` under its name from the root, for a search for ` sorryAx`.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  (_root_.sorryAx) _ true
