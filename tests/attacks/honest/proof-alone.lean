-- expect: proved
-- Only what comes after `:=`.

by
  exact Machine.haltsAfter_of_check (by decide +kernel)
