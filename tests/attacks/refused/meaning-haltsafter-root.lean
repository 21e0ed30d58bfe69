-- expect: wrong elaboration
-- `Machine.HaltsAfter` at the root.

def Machine.HaltsAfter {n k : Nat} (M : Machine n k) (N : Nat) : Prop := True
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  trivial
