"""Runs from configurations that are written down: what is right is accepted, and nothing else."""

from __future__ import annotations

import pytest

from bbsynth.judge import Judge
from bbsynth.judge.verdict import Status
from tests.lean.making import task

# In state B it goes to the right over ones, and halts on the first blank after them.
RUNNER = "1RB1LA_1RZ1RB"
HALTS = "Machine.haltsAfterFrom_of_check (by decide +kernel)"
SWEEPER = "1RB0RB_0LA0LB"


def loop(side: str, steps: int, period: int, width: int) -> str:
    numbers = f"(steps := {steps}) (period := {period}) (width := {width})"
    return f"Machine.neverHaltsFrom_of_loop{side} {numbers} (by decide +kernel)"


@pytest.mark.parametrize(
    ("where", "steps"),
    [
        ("1 0 0 [1, 1, 1]", 4),
        ("1 2 0 [1, 1, 1]", 2),
        ("1 (-7) (-8) [1, 1, 1]", 3),
        ("1 5 0 [1, 1, 1]", 1),
        ("1 (-9) 0 [1, 1, 1]", 1),
        ("1 0 0 []", 1),
        ("0 1 0 [1, 1, 0]", 6),
    ],
)
def test_halting(where: str, steps: int, judge: Judge) -> None:
    claim = f"HaltsAfterFrom (.written {where})"
    assert judge.check_one(task(RUNNER, f"{claim} {steps}", HALTS)).proved
    for wrong in (steps + 1, steps - 1):
        assert judge.check_one(task(RUNNER, f"{claim} {wrong}", HALTS)).status is Status.WRONG


@pytest.mark.parametrize("where", ["0 0 0 [1]", "0 (-3) (-5) [1, 0, 1, 1]", "1 4 2 [1, 1, 1]"])
def test_loops(where: str, judge: Judge) -> None:
    claim = f"NeverHaltsFrom (.written {where})"
    right = loop("Right", 30, 4, 3), loop("Left", 30, 4, 3)
    for proof in right:
        assert judge.check_one(task(SWEEPER, claim, proof)).proved, proof
    for proof in (loop("Right", 30, 0, 3), loop("Left", 30, 3, 3)):
        assert judge.check_one(task(SWEEPER, claim, proof)).status is Status.WRONG


def test_a_machine_that_halts_is_in_no_loop(judge: Judge) -> None:
    claim = "NeverHaltsFrom (.written 1 0 0 [1, 1, 1])"
    for proof in (loop("Right", 0, 1, 0), loop("Right", 9, 1, 3), loop("Left", 1, 1, 1)):
        assert judge.check_one(task(RUNNER, claim, proof)).status is Status.WRONG
