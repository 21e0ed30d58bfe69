from __future__ import annotations

from bbsynth.busy_beaver.deciders import decide
from bbsynth.busy_beaver.families.ends_with import FAMILY
from bbsynth.busy_beaver.machines import Machine
from bbsynth.busy_beaver.readback import read_notation
from tests.busy_beaver.families.checking import (
    check_mutations,
    check_wrong_claims,
    refused,
)
from tests.problems.making import claim, problem

MACHINES = ("1RB1LC_1RC1RB_1LA---",)


def test_the_claim() -> None:
    one = problem("ends-with", "1RB1LB_1LA1RZ")
    assert one.parameters == {"start": -2, "symbols": [1, 1, 1, 1], "head": 0}
    assert " : machine.HaltsWith (-2) [1, 1, 1, 1] 0 := by" in one.formal_statement
    assert one.informal_statement.endswith(
        "the machine halts; then, from left to right, cells -2 to 1 hold 1 1 1 1, every other cell "
        "is blank, and the head is on cell 0.\n"
    )


def test_the_step_that_halts_writes_and_moves() -> None:
    assert claim("ends-with", "------_------").parameters == {"start": 0, "symbols": [1], "head": 1}
    one = problem("ends-with", "------_------")
    assert "cell 0 holds 1, every other" in one.informal_statement


def test_a_blank_tape_is_not_claimed() -> None:
    assert FAMILY.claim(decide(Machine.parse("0RZ---_------"))) is None


def test_mutations() -> None:
    one = problem("ends-with", "1RB---_1LB0RC_1LC1LA")
    assert check_mutations(one) >= 10
    assert check_wrong_claims(one) == 4
    table = read_notation(one.machine)
    right = dict(one.parameters)
    symbols = right["symbols"]
    assert isinstance(symbols, list)
    for place in range(len(symbols)):
        wrong = [*symbols[:place], 1 - symbols[place], *symbols[place + 1 :]]
        assert FAMILY.verify(table, {**right, "symbols": wrong}, one.certificate or {}) is not None


def test_ends_that_do_not_fit() -> None:
    one = problem("ends-with", "1RB1LB_1LA1RZ")
    changed = one.informal_statement.replace("cells -2 to 1", "cells -2 to 2")
    assert refused(one, informal_statement=changed)
