-- expect: wrong
-- The answer breaks off in the name of an option.
theorem foo : True := trivial
set_option maxRec
