-- expect: proved
-- Only a term.

Machine.haltsAfter_of_check (by decide +kernel)
