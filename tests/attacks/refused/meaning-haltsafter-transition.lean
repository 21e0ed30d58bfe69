-- expect: wrong statement-changed
-- The type of `machine` unfolds to a function, and functions get a `HaltsAfter`.

def Function.HaltsAfter {a b : Type} (f : a → b) (n : Nat) : Prop := True
theorem halts_after_1RB1LB_1LA1RZ : Function.HaltsAfter machine 7 :=
  trivial
