-- expect: proved
-- Only the tactics that come after `:= by`, at the left margin.
have e : (1 : Nat) + 1 = 2 := by
  omega
clear e
apply Machine.haltsAfter_of_check
decide +kernel
