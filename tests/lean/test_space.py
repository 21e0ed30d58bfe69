"""Lower bounds on space: what a rule shows is accepted, and no more."""

from __future__ import annotations

import pytest

from bbsynth.judge import Judge
from bbsynth.judge.verdict import Status
from tests.lean.making import definition, statement

MACHINE = definition("1RB1LA_0LA1RB")
FAMILY = "⟨0, .left, [], [([1], 1, 1)]⟩"


def proof(start: int = 3, a: int = 2, b: int = 5, p: int = 1, q: int = 1) -> str:
    numbers = f"(start := {start}) (a := {a}) (b := {b}) (p := {p}) (q := {q}) (fuel := 100)"
    return f"Machine.visitsAtLeast_of_rule (F := {FAMILY}) {numbers} (by decide +kernel)"


def claim(time: str = "3 + 5 * m + 2 * (m * (m - 1) / 2)", cells: str = "m + 1") -> str:
    return f"∀ m, machine.VisitsAtLeast ({time}) ({cells})"


def test_a_bound(judge: Judge) -> None:
    assert judge.check_one(statement(MACHINE, claim(), proof())).proved


@pytest.mark.parametrize(
    ("stated", "shown"),
    [
        (claim(cells="m + 2"), proof(q=2)),
        (claim(cells="2 * m + 1"), proof(p=2)),
        (claim("2 + 5 * m + 2 * (m * (m - 1) / 2)"), proof(start=2)),
        (claim("3 + 4 * m + 2 * (m * (m - 1) / 2)"), proof(b=4)),
        (claim("3 + 5 * m + 1 * (m * (m - 1) / 2)"), proof(a=1)),
        (claim(cells="m + 2"), proof()),
        (claim("3 + 5 * m + 1 * (m * (m - 1) / 2)"), proof()),
    ],
)
def test_another_bound(stated: str, shown: str, judge: Judge) -> None:
    assert judge.check_one(statement(MACHINE, stated, shown)).status is Status.WRONG
