-- expect: wrong theorem-missing
-- Nothing but comments.

-- proved
