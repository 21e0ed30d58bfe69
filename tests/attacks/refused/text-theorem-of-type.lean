-- expect: wrong elaboration
-- A `theorem` of a type that is not a proposition.

theorem halts_after_1RB1LB_1LA1RZ : Nat := 7
