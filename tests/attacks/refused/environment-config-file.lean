-- expect: cheating syntax
-- The same to read a file.

def read (w : Void IO.RealWorld) : Nat :=
  match IO.FS.readFile "/etc/passwd" w with
  | .ok _ _ => 100000
  | .error _ _ => 100001
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have : 1 + 1 = 2 := by
    simp (maxSteps := read (unsafeCast ()))
  sorry
