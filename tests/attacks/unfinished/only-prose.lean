-- expect: malformed unreadable
-- An answer in words.

It halts after 6 steps because I have run it.
