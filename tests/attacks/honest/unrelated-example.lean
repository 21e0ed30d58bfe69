-- expect: proved
-- An example, and a lemma that is not used.

example : 2 + 2 = 4 := rfl
theorem unused (n : Nat) : n + 0 = n := rfl
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)
