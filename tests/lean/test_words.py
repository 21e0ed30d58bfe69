"""Proofs by repeated words."""

from __future__ import annotations

import pytest

from bbsynth.judge import Judge
from bbsynth.judge.verdict import Status, Task
from tests.lean.making import task

MACHINE = "1RB0RB_1LC1RB_---0LD_1RA1LD"
"""Closed with words of two cells and numbers up to three, not with less."""


def claim(machine: str, length: int, threshold: int) -> Task:
    proof = (
        f"Machine.neverHalts_of_repWL (length := {length}) (threshold := {threshold}) "
        "(by decide +kernel)"
    )
    return task(machine, "NeverHalts", proof)


@pytest.mark.parametrize(
    ("machine", "length", "threshold"),
    [
        (MACHINE, 2, 3),
        ("0RB1LA_1LC1RB_1LA1LD_---0LA", 2, 2),
        # A bouncer, with words of one cell, and of three.
        ("1RB1LA_0LA1RB", 1, 2),
        ("1RB1LA_0LA1RB", 3, 2),
        # Numbers that are not known at all.
        ("1RB1LA_0LA1RB", 1, 1),
    ],
)
def test_closed_descriptions_are_proofs(
    judge: Judge, machine: str, length: int, threshold: int
) -> None:
    verdict = judge.check_one(claim(machine, length, threshold))
    assert verdict.proved, (verdict.reason, verdict.messages)


@pytest.mark.parametrize(
    ("machine", "length", "threshold"),
    [
        (MACHINE, 2, 2),
        (MACHINE, 0, 3),
        (MACHINE, 2, 0),
        # It halts, after 6 steps, and after 107.
        ("1RB1LB_1LA1RZ", 1, 2),
        ("1RB1LB_1LA0LC_1RZ1LD_1RD0RA", 2, 3),
        # It runs to and fro in two cells for ever.
        ("1RB1RB_1LA1LA", 2, 2),
    ],
)
def test_others_are_not(judge: Judge, machine: str, length: int, threshold: int) -> None:
    assert judge.check_one(claim(machine, length, threshold)).status is Status.WRONG
