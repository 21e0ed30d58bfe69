-- expect: wrong statement-changed
-- The theorem takes any proposition that holds.

theorem halts_after_1RB1LB_1LA1RZ {p : Prop} (hp : p) : p :=
  hp
