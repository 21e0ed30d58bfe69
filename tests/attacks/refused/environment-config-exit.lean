-- expect: cheating syntax
-- The same to end the judge's process with success.

def bye (w : Void IO.RealWorld) : Nat :=
  match (IO.Process.exit 0 : IO Unit) w with
  | .ok _ _ => 100000
  | .error _ _ => 100000
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have : 1 + 1 = 2 := by
    simp (maxSteps := bye (unsafeCast ()))
  sorry
