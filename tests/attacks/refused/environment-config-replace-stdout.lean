-- expect: cheating syntax
-- The same to put a stream of its own in the place of the judge's output, which makes every `wrong` a `proved`.

def forge (stream : IO.FS.Stream) (s : String) : IO Unit :=
  stream.putStr (s.replace "wrong" "proved")
def out (w : Void IO.RealWorld) : Nat :=
  match IO.getStdout w with
  | .mk stream w => match IO.setStdout { stream with putStr := fun s => forge stream s } w with
    | .mk _ _ => 100000
theorem halts_after_1RB1LB_1LA1RZ : machine.HaltsAfter 7 := by
  have : 1 + 1 = 2 := by
    simp (maxSteps := out (unsafeCast ()))
  sorry
