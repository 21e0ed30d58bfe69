-- expect: wrong local-definition
-- Code: a local definition of a theorem, by `let rec`, as the value in a configuration.

theorem h : True := by
  let rec all : Nat := 0
  trivial

open h

theorem foo (a b : Nat) (h1 : a = b) : a + 0 = b := by
  simp (maxSteps := all) [h1]

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
