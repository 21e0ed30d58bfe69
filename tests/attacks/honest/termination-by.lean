-- expect: proved
-- Well-founded recursion with `termination_by` and `decreasing_by`.

def half (n : Nat) : Nat := if h : n < 2 then 0 else half (n - 2) + 1
termination_by n
decreasing_by omega
theorem half_le (n : Nat) : half n ≤ n := by
  fun_induction half n <;> omega
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 :=
  Machine.haltsAfter_of_check (by decide +kernel)
