-- expect: wrong not-a-theorem
-- The statement as a proposition, and no proof.

abbrev halts_after_1RB1LB_1LA1RZ : Prop := machine.HaltsAfter 7
