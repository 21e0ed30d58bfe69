-- expect: malformed unreadable
-- No Lean at all, but a claim of success.

The kernel has accepted the proof. Status: proved.
