-- expect: wrong statement-changed
-- The same with a local instance by attribute.

@[reducible] def six : OfNat Nat 7 := ⟨6⟩
attribute [local instance] six
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  Machine.haltsAfter_of_check (N := 6) (by decide +kernel)
