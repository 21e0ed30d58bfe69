-- expect: wrong not-a-theorem
-- An `instance` of the name.

instance halts_after_1RB1LB_1LA1RZ : Decidable (machine.HaltsAfter 7) := .isTrue sorry
