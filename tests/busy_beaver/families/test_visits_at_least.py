from __future__ import annotations

import pytest

from bbsynth.busy_beaver.deciders import decide
from bbsynth.busy_beaver.families.visits_at_least import FAMILY
from bbsynth.busy_beaver.machines import Machine
from bbsynth.busy_beaver.readback import read_notation
from bbsynth.problems.crosscheck import crosscheck
from tests.busy_beaver.families.checking import check_mutations
from tests.problems.making import problem

MACHINES = ("1RB1LA_0LA1RB",)
FALSE = (({"constant": 50}, "cells are visited"),)


def test_the_claim() -> None:
    one = problem("visits-at-least", MACHINES[0])
    crosscheck(one)
    time = "3 + 5 * m + 2 * (m * (m - 1) / 2)"
    assert f": ∀ m, machine.VisitsAtLeast ({time}) (m + 1) := by\n" in one.formal_statement
    assert f"in its first {time} steps." in one.formal_statement.replace("\n", " ")
    assert "Machine.visitsAtLeast_of_rule" in one.reference_proof


def test_mutations() -> None:
    for seed in range(5):
        assert check_mutations(problem("visits-at-least", MACHINES[0], seed=seed)) >= 10


@pytest.mark.parametrize("name", ["start", "linear", "quadratic"])
def test_another_time_is_noticed(name: str) -> None:
    one = problem("visits-at-least", MACHINES[0])
    table = read_notation(one.machine)
    value = one.parameters[name]
    assert isinstance(value, int)
    assert FAMILY.verify(table, one.parameters, one.certificate or {}) is None
    wrong = {**one.parameters, name: value + 1}
    assert FAMILY.verify(table, wrong, one.certificate or {}) is not None


def test_more_cells_than_there_are_is_noticed() -> None:
    one = problem("visits-at-least", MACHINES[0])
    table = read_notation(one.machine)
    for changed in ({"slope": 3}, {"constant": 9}):
        wrong = {**one.parameters, **changed}
        assert "cells are visited" in str(FAMILY.verify(table, wrong, one.certificate or {}))


def test_nothing_is_claimed_without_a_rule() -> None:
    assert FAMILY.claim(decide(Machine.parse("1RB1LB_1LA1RZ"))) is None
