-- expect: proved
-- A lemma about integers that Lean keeps under an older name.

theorem key (a b : Int) : a % b + b * (a / b) = a := Int.emod_add_ediv a b
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have := key 1 2
  exact Machine.haltsAfter_of_check (by decide +kernel)
