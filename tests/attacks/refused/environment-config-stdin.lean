-- expect: cheating syntax
-- The same to read the next request, with another's candidate in it.

def steal (w : Void IO.RealWorld) : Nat :=
  match IO.getStdin w with
  | .mk stream w => match stream.getLine w with
    | .ok _ _ => 100000
    | .error _ _ => 100000
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have : 1 + 1 = 2 := by
    simp (maxSteps := steal (unsafeCast ()))
  sorry
