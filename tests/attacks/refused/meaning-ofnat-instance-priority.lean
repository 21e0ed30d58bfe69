-- expect: wrong statement-changed
-- The same with a priority.

instance (priority := 100000) six : OfNat Nat 7 := ⟨6⟩
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  Machine.haltsAfter_of_check (N := 6) (by decide +kernel)
