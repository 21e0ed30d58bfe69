from __future__ import annotations

import pytest

from bbsynth.busy_beaver.deciders import decide
from bbsynth.busy_beaver.families.reaches import FAMILY
from bbsynth.busy_beaver.machines import Machine
from bbsynth.busy_beaver.readback import read_notation
from bbsynth.problems.crosscheck import crosscheck
from tests.busy_beaver.families.checking import check_mutations, refused
from tests.problems.making import problem

MACHINES = ("1RB1LA_0LA1RB",)
FALSE = (({"slope": 7}, "do not lead to"),)


def test_the_claim() -> None:
    one = problem("reaches", MACHINES[0])
    crosscheck(one)
    assert "def D (m : Nat) : Config 2 2 :=\n  .rows 0 .left [([1], m)] " in one.formal_statement
    assert ": ∀ m, machine.Reaches (C m) (D m) (m + 5) := by\n" in one.formal_statement
    assert "Machine.reaches_of_check" in one.reference_proof


def test_mutations() -> None:
    for seed in range(5):
        assert check_mutations(problem("reaches", MACHINES[0], seed=seed)) >= 3


def test_the_configurations_of_both_texts_have_to_agree() -> None:
    one = problem("reaches", MACHINES[0])
    for old, new in (("(1)^{m} |", "(1)^{m + 1} |"), ("(11)^{1}", "(11)^{2}")):
        changed = one.informal_statement.replace(old, new)
        assert changed != one.informal_statement
        assert refused(one, informal_statement=changed)


@pytest.mark.parametrize("name", ["slope", "constant", "to_state", "state"])
def test_wrong_rules_are_noticed(name: str) -> None:
    one = problem("reaches", MACHINES[0])
    table = read_notation(one.machine)
    value = one.parameters[name]
    assert isinstance(value, int)
    assert FAMILY.verify(table, one.parameters, one.certificate or {}) is None
    wrong = {name: 1 - value if "state" in name else value + 1}
    certificate = {**(one.certificate or {}), **wrong}
    assert FAMILY.verify(table, {**one.parameters, **wrong}, certificate) is not None
    assert FAMILY.verify(table, {**one.parameters, **wrong}, one.certificate or {}) is not None


def test_nothing_is_claimed_without_a_rule() -> None:
    assert FAMILY.claim(decide(Machine.parse("1RB1LB_1LA1RZ"))) is None
