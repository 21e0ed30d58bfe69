-- expect: cheating command
-- `macro_rules` changes what numerals mean.

macro_rules | `(7) => `(6)
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  Machine.haltsAfter_of_check (by decide +kernel)
