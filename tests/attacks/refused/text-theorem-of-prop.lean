-- expect: wrong elaboration
-- A `theorem` whose type is `Prop` and whose value is the statement.

theorem halts_after_1RB1LB_1LA1RZ : Prop := machine.HaltsAfter 7
