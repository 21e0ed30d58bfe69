"""Whole classes of machines: the theorems of the library, and completions of partial machines."""

from __future__ import annotations

import pytest

from bbsynth.judge import Judge
from bbsynth.judge.verdict import Status
from tests.lean.making import statement

ONE_STATE = """
def partialMachine : PartialMachine 1 2
  | 0, 0 => none
  | 0, 1 => none
"""
KNOWS_MUCH = """
def partialMachine : PartialMachine 3 2
  | 0, 0 => some ⟨1, .right, some 1⟩
  | 0, 1 => some ⟨1, .right, none⟩
  | 1, 0 => some ⟨1, .left, some 1⟩
  | 1, 1 => some ⟨0, .right, some 2⟩
  | 2, 0 => none
  | 2, 1 => none
"""
EVERY = "PartialMachine.everyCompletion_of_check (fuel := 100) (by decide +kernel)"


def halting(size: str, steps: int) -> str:
    return (
        f"∀ M : Machine {size}, M.Completes partialMachine → M.HaltsWithin {steps} ∨ M.NeverHalts"  # noqa: RUF001
    )


def leaving(size: str, cells: int) -> str:
    return f"∀ M : Machine {size}, M.Completes partialMachine → ∀ s, M.HaltsLeaving s → s ≤ {cells}"


@pytest.mark.parametrize(
    ("claim", "proof", "module"),
    [
        ("MostSteps 2 2 6", "mostSteps_two", "BBSynth.BusyBeaverTwo"),
        ("MostLeft 2 2 4", "mostLeft_two", "BBSynth.BusyBeaverTwo"),
        ("MostSteps 3 2 21", "mostSteps_three", "BBSynth.BusyBeaverThree"),
        ("MostLeft 3 2 6", "mostLeft_three", "BBSynth.BusyBeaverThree"),
    ],
)
def test_busy_beavers(judge: Judge, claim: str, proof: str, module: str) -> None:
    verdict = judge.check_one(statement("", claim, proof, module=module))
    assert verdict.proved, (verdict.reason, verdict.messages)
    wrong = f"{claim[:-1]}{int(claim[-1]) + 1}"
    task = statement("", wrong, proof, module=module)
    assert judge.check_one(task).status is Status.WRONG


@pytest.mark.parametrize(
    ("preamble", "size", "steps", "cells"), [(ONE_STATE, "1 2", 1, 1), (KNOWS_MUCH, "3 2", 21, 6)]
)
def test_completions(judge: Judge, preamble: str, size: str, steps: int, cells: int) -> None:
    some = f"PartialMachine.everyCompletionLeaves_of_check (N := {steps}) (fuel := 100) "
    some += "(by decide +kernel)"
    for claim, proof in ((halting(size, steps), EVERY), (leaving(size, cells), some)):
        verdict = judge.check_one(statement(preamble, claim, proof))
        assert verdict.proved, (verdict.reason, verdict.messages)


def test_bounds_that_are_too_small(judge: Judge) -> None:
    task = statement(KNOWS_MUCH, halting("3 2", 20), EVERY)
    assert judge.check_one(task).status is Status.WRONG
