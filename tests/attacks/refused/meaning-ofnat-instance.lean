-- expect: wrong statement-changed
-- A new instance makes the numeral 7 a 6.

instance : OfNat Nat 7 := ⟨6⟩
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  Machine.haltsAfter_of_check (N := 6) (by decide +kernel)
