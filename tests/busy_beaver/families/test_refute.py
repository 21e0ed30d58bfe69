from __future__ import annotations

from collections import Counter

import pytest

from bbsynth.busy_beaver.families.refute import FAMILY
from bbsynth.busy_beaver.readback import read_notation
from bbsynth.problems.crosscheck import crosscheck
from tests.busy_beaver.families.checking import check_mutations
from tests.problems.making import claim, problem

MACHINES = ("1RB1LC_1RC1RB_1LA---", "1RB---_1RA---")
OTHER_NUMBERS_MAY_HOLD = True


@pytest.mark.parametrize("machine", ["1RB---_1LB0RC_1LC1LA", "1RB---_1RA---", "1RB0RB_0LA0LB"])
def test_what_is_refuted_is_false(machine: str) -> None:
    says = set()
    for seed in range(40):
        one = problem("refute", machine, seed=seed)
        crosscheck(one)
        says.add(one.parameters["says"])
        assert ": ¬ machine." in one.formal_statement
    assert len(says) >= 3


def test_a_statement_that_is_true_is_not_refuted() -> None:
    table = read_notation("1RB1LB_1LA1RZ")
    halts: dict[str, int | str] = {"kind": "halts", "steps": 6}
    for says, number, true in (
        ("after", 6, True),
        ("after", 7, False),
        ("after", 5, False),
        ("within", 6, True),
        ("within", 5, False),
        ("leaving", 4, True),
        ("leaving", 3, False),
    ):
        wrong = FAMILY.verify(table, {"says": says, "number": number}, halts)
        assert (wrong is not None) is true, (says, number)
    assert FAMILY.verify(table, {"says": "halts"}, halts) is not None
    assert FAMILY.verify(table, {"says": "never"}, halts) is None


def test_numbers_are_plausible() -> None:
    numbers = Counter(
        claim("refute", "1RB---_1LB0RC_1LC1LA", seed=seed).parameters.get("number")
        for seed in range(200)
    )
    assert 21 not in numbers
    assert {20, 22} < set(numbers)


def test_mutations() -> None:
    for seed in range(10):
        one = problem("refute", "1RB---_1LB0RC_1LC1LA", seed=seed)
        if "number" in one.parameters:
            assert check_mutations(one) >= 2
