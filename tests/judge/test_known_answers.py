from __future__ import annotations

import re

from bbsynth.judge.known_answers import draw_pair


def test_pairs_state_what_they_should() -> None:
    """Evaluated here, in Python: one statement of a pair is true, the other false."""
    for _ in range(500):
        for canary in draw_pair():
            statement = re.search(r"theorem t\d+ : (.*) := by\n  sorry\n", canary.task.reference)
            assert statement is not None
            text = statement[1]
            expected = True
            if text.startswith("¬"):
                text, expected = text[1:], False
            left, right = text.strip(" ()").split(" = ")
            assert (eval(left) == eval(right)) == (expected == canary.proved)
            assert canary.task.theorem in canary.task.candidate


def test_no_two_runs_see_the_same() -> None:
    drawn = {canary.task.reference for _ in range(50) for canary in draw_pair()}
    assert len(drawn) > 90
