from __future__ import annotations

import pytest

from bbsynth.busy_beaver.deciders import decide
from bbsynth.busy_beaver.families.visits import FAMILY
from bbsynth.busy_beaver.machines import Machine
from bbsynth.busy_beaver.readback import read_notation
from tests.busy_beaver.families.checking import check_mutations, check_wrong_claims
from tests.problems.making import claim, problem

MACHINES = ("1RB1LC_1RC1RB_1LA---",)


def test_the_claim() -> None:
    one = problem("visits", "1RB1LB_1LA1RZ")
    assert one.parameters == {"cells": 4}
    assert " : machine.VisitsExactly 4 := by" in one.formal_statement
    assert one.informal_statement.endswith("halts, and has visited exactly 4 cells.\n")


@pytest.mark.parametrize(
    ("machine", "cells"),
    [("------_------", 1), ("1RB1LB_1LA0LC_1RZ1LD_1RD0RA", 14), ("1RB---_1LB0RC_1LC1LA", 5)],
)
def test_known_numbers(machine: str, cells: int) -> None:
    assert claim("visits", machine).parameters == {"cells": cells}


def test_mutations() -> None:
    one = problem("visits", "1RB---_1LB0RC_1LC1LA")
    assert check_mutations(one) >= 4
    assert check_wrong_claims(one) == 2
    assert FAMILY.verify(read_notation(one.machine), {"cells": 5}, {"steps": 20}) is not None


def test_nothing_is_claimed_of_machines_that_do_not_halt() -> None:
    assert FAMILY.claim(decide(Machine.parse("1RB---_1RA---"))) is None
