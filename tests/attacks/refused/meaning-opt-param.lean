-- expect: wrong statement-changed
-- The statement with an optional argument.

def machine.HaltsAfter (n : Nat := 6) : Prop := True
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := trivial
