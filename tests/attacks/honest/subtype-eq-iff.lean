-- expect: proved
-- A lemma about subtypes that Lean keeps under an older name.

theorem key (a b : {n : Nat // n < 3}) (h : a.val = b.val) : a = b := Subtype.eq_iff.mpr h
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have := key
  exact Machine.haltsAfter_of_check (by decide +kernel)
