"""Proofs by finite automata, with machines that no search for loops decides."""

from __future__ import annotations

import pytest

from bbsynth.judge import Judge
from bbsynth.judge.verdict import Status, Task
from tests.lean.making import task

MACHINE = "0RB0LC_0LC1RA_1LA---"


def claim(machine: str, direction: str, states: int, *dfa: int) -> Task:
    proof = (
        f"Machine.neverHalts_of_far{direction} (states := {states}) (dfa := {list(dfa)}) "
        "(by decide +kernel)"
    )
    return task(machine, "NeverHalts", proof)


@pytest.mark.parametrize(
    "candidate",
    [
        claim(MACHINE, "Right", 3, 0, 1, 0, 2, 2, 2),
        claim(MACHINE, "Left", 3, 0, 1, 0, 2, 2, 2),
        claim("0RB0LA_0LC1RA_1LA---", "Left", 1, 0, 0),
        claim("0RB0LA_0LC1RA_1LA---", "Right", 2, 0, 1, 0, 1),
        claim("0RB---_0LC1RB_1LA1LC", "Left", 3, 0, 0, 0, 0, 1, 2),
    ],
    ids=lambda task: task.name,
)
def test_automata_are_proofs(judge: Judge, candidate: Task) -> None:
    verdict = judge.check_one(candidate)
    assert verdict.proved, (verdict.reason, verdict.messages)


@pytest.mark.parametrize(
    "candidate",
    [
        claim(MACHINE, "Right", 3, 0, 1, 0, 2, 2, 1),
        claim(MACHINE, "Right", 3, 1, 1, 0, 2, 2, 2),
        claim(MACHINE, "Right", 0),
        claim(MACHINE, "Right", 1, 0, 0),
        claim("0RB0LA_0LC1RA_1LA---", "Right", 1, 0, 0),
        # It halts.
        claim("1RB1LB_1LA1RZ", "Right", 3, 0, 1, 0, 2, 2, 2),
        claim("1RB1LB_1LA1RZ", "Left", 3, 0, 1, 0, 2, 2, 2),
    ],
    ids=lambda task: task.name,
)
def test_others_are_not(judge: Judge, candidate: Task) -> None:
    assert judge.check_one(candidate).status is Status.WRONG
