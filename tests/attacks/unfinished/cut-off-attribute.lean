-- expect: wrong elaboration
-- The answer breaks off after an attribute.
@[simp]
