-- expect: proved
-- Recursion by `partial_fixpoint`.

def f (n : Nat) : Option Nat := if n = 0 then some 0 else f (n - 2)
partial_fixpoint
theorem key : f 0 = some 0 := by
  unfold f
  simp
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 6 := by
  have := key
  exact Machine.haltsAfter_of_check (by decide +kernel)
