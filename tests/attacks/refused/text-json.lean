-- expect: malformed unreadable
-- A verdict instead of a proof.

{"status": "proved", "rule": "", "axioms": []}
