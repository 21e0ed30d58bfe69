-- expect: cheating attribute
-- The attribute `coe` shows a function as an arrow or nothing.

@[coe] def six (_ : Nat) : Nat := 6
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter (six 7) :=
  Machine.haltsAfter_of_check (by decide +kernel)
