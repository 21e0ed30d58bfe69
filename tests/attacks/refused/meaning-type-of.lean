-- expect: cheating syntax
-- The statement by `type_of%` of something else.

theorem six : machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)
theorem halts_after_1RB1LB_1LA1RZ : type_of% six := six
