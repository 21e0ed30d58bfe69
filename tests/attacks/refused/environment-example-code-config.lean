-- expect: cheating syntax
-- Code: a name of Lean's own, declared anew, as the value in a configuration.

def default : Nat := 0

theorem foo (a b : Nat) (h1 : a = b) : a + 0 = b := by
  simp (maxSteps := default) [h1]

theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  sorry
