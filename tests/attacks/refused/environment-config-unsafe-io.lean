-- expect: cheating syntax
-- The same with input and output: a configuration may be unsafe.

def out (w : Void IO.RealWorld) : Nat :=
  match IO.getStdout w with
  | .mk stream w => match stream.putStr "\n@bbsynth\n" w with
    | .ok _ _ => 100000
    | .error _ _ => 100000
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have : 1 + 1 = 2 := by
    simp (maxSteps := out (unsafeCast ()))
  sorry
