-- expect: wrong elaboration
-- A constant that the statement uses, with the same type and another meaning.

def BBSynth.Machine.HaltsAfter {n k : Nat} [NeZero n] [NeZero k] (M : Machine n k) (N : Nat) : Prop := True
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 :=
  trivial
