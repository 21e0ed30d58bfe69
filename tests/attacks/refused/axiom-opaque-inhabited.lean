-- expect: cheating declaration
-- An `opaque` constant of an empty type.

opaque key : False := by sorry
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  key.elim
