"""Proofs by closed sets of n-grams, with machines that no search for loops decides."""

from __future__ import annotations

import pytest

from bbsynth.judge import Judge
from bbsynth.judge.verdict import Status, Task
from tests.lean.making import task

HISTORY = "1RB1LC_0LA0RB_1LA---"
"""Closed with windows of two cells and a history of two pairs, not with less."""


def claim(machine: str, left: int, right: int, history: int) -> Task:
    proof = (
        f"Machine.neverHalts_of_ngramCPS (left := {left}) (right := {right}) "
        f"(history := {history}) (by decide +kernel)"
    )
    return task(machine, "NeverHalts", proof)


@pytest.mark.parametrize(
    ("machine", "left", "right", "history"),
    [
        ("0RB0LA_0LC1RA_1LA---", 1, 1, 0),
        ("0RB---_0LC0RB_1RB1LC", 1, 1, 0),
        ("0RB0LC_0LC1RA_1LA---", 2, 2, 0),
        ("1RB0LC_0LA0RA_1LA---", 3, 3, 0),
        ("1RB---_0LC0RB_1LC1LA", 2, 2, 1),
        (HISTORY, 2, 2, 2),
        # The hardest for four states: long windows, long histories, many contexts.
        ("0RB---_1RC0LD_1LB0RD_1LB0LA", 4, 4, 0),
        ("1RB1LC_0RC---_1LD0RD_0LA0LB", 3, 3, 8),
        # Windows of different lengths, and three symbols.
        ("0RB0LA_0LC1RA_1LA---", 1, 2, 0),
        ("1RB2LA1RB_1LA---1RA", 2, 2, 2),
    ],
)
def test_closed_sets_are_proofs(
    judge: Judge, machine: str, left: int, right: int, history: int
) -> None:
    verdict = judge.check_one(claim(machine, left, right, history))
    assert verdict.proved, (verdict.reason, verdict.messages)


@pytest.mark.parametrize(
    ("machine", "left", "right", "history"),
    [
        (HISTORY, 1, 1, 0),
        (HISTORY, 2, 2, 0),
        (HISTORY, 2, 2, 1),
        (HISTORY, 0, 2, 2),
        (HISTORY, 2, 0, 2),
        ("0RB0LC_0LC1RA_1LA---", 1, 1, 0),
        # It halts, after 107 steps.
        ("1RB1LB_1LA0LC_1RZ1LD_1RD0RA", 2, 2, 0),
        ("1RB1LB_1LA0LC_1RZ1LD_1RD0RA", 3, 3, 2),
        # A transition that halts, where there was one that did not.
        (HISTORY.replace("0LA", "---"), 2, 2, 2),
    ],
)
def test_others_are_not(judge: Judge, machine: str, left: int, right: int, history: int) -> None:
    assert judge.check_one(claim(machine, left, right, history)).status is Status.WRONG
