-- expect: wrong statement-changed
-- A constant `machine.HaltsAfter`, which a dotted name finds before the method.

def machine.HaltsAfter (_ : Nat) : Prop := True
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  trivial
