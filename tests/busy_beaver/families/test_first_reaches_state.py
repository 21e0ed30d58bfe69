from __future__ import annotations

import pytest

from bbsynth.busy_beaver.deciders import decide, decide_tree
from bbsynth.busy_beaver.families.first_reaches_state import FAMILY
from bbsynth.busy_beaver.machines import Machine
from bbsynth.busy_beaver.readback import read_notation
from tests.busy_beaver.families.checking import check_mutations, check_wrong_claims
from tests.problems.making import claim, problem

MACHINES = ("1RB1LC_1RC1RB_1LA---", "1RB---_1LB0RC_1LC1LA")
FALSE = (
    ({"steps": 4}, "in this state after 3 steps"),
    ({"steps": 2}, "not in this state after 2 steps"),
    ({"state": 0, "steps": 5}, "in this state after 0 steps"),
    ({"machine": "1RB1RZ_1LA1RZ_1LC1LA"}, "not in this state"),
)


def test_the_claim() -> None:
    one = problem("first-reaches-state", MACHINES[1])
    assert one.parameters == {"state": 2, "steps": 3}
    assert (
        " : (∀ t, t < 3 → (machine.run t .initial).state ≠ some 2) ∧ "
        "(machine.run 3 .initial).state = some 2 := by" in one.formal_statement
    )
    assert one.informal_statement.endswith(
        "\n\nStarted on the blank tape, the machine is in state C for the first time after exactly "
        "3 steps.\n"
    )
    assert one.stratum == "early"


def test_a_state_that_comes_late() -> None:
    found = claim("first-reaches-state", "0RB0RC_1RC1LF_1LC1LD_1RA0LE_1RE1LA_1RZ1RZ")
    assert found.parameters == {"state": 5, "steps": 71}
    assert found.stratum == "late"


def test_every_claim_about_three_states_is_true() -> None:
    times = set()
    for decision in decide_tree(3, 2):
        found = FAMILY.claim(decision)
        if found is not None:
            table = read_notation(str(decision.machine.completed()))
            assert FAMILY.verify(table, found.parameters, found.certificate) is None
            times.add(found.parameters["steps"])
    assert times == {2, 3, 4, 5, 6}


@pytest.mark.parametrize("machine", MACHINES)
def test_mutations(machine: str) -> None:
    one = problem("first-reaches-state", machine)
    assert check_mutations(one) >= 8
    assert check_wrong_claims(one) == 4


def test_a_machine_that_halts_before() -> None:
    table = read_notation("1RB1LB_1LA1RZ_1RZ1RZ")
    wrong = FAMILY.refuted(table, {"state": 2, "steps": 9}, 100)
    assert wrong == "the machine is not in this state after 9 steps"
    assert FAMILY.refuted(table, {"state": 2, "steps": 9}, 3) is None


@pytest.mark.parametrize("machine", ["1RB1LB_1LA1RZ", "------_------"])
def test_nothing_is_claimed_of_states_that_come_at_once(machine: str) -> None:
    assert FAMILY.claim(decide(Machine.parse(machine))) is None
