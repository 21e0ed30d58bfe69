-- expect: proved
-- Only the tactics that come after `:= by`, of which the first line goes on with the question's.
have e : (1 : Nat) + 1 = 2 := by
    omega
  clear e
  apply Machine.haltsAfter_of_check
  decide +kernel
