-- expect: wrong statement-changed
-- `attribute [-instance]` takes an instance away that the statement needs.

attribute [-instance] instOfNatNat
instance : OfNat Nat 7 := ⟨6⟩
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  Machine.haltsAfter_of_check (N := 6) (by decide +kernel)
