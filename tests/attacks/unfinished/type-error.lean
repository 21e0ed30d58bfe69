-- expect: wrong elaboration
-- A term of another type.

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  Nat.le_refl 6
