-- expect: proved
-- Only what comes after `:=`, with the `:=`.

:= by
  exact Machine.haltsAfter_of_check (by decide +kernel)
