from __future__ import annotations

from bbsynth.busy_beaver.deciders import decide
from bbsynth.busy_beaver.families.leaves_every_interval import FAMILY
from bbsynth.busy_beaver.machines import Machine
from bbsynth.busy_beaver.readback import read_notation
from tests.problems.making import claim, problem

MACHINES = ("0RB0LB---_1LA1RB---",)
FALSE = (
    ({"machine": "1RB0RB_0LA0LB"}, "comes back after"),
    ({"machine": "1RB1LB_1LA1RZ"}, "halts after 6 steps"),
)


def test_the_claim() -> None:
    one = problem("leaves-every-interval", "0RB0LB---_1LA1RB---")
    assert one.parameters == {}
    assert " : machine.LeavesEveryInterval := by" in one.formal_statement
    assert "leavesEveryInterval_of_loopLeft" in one.reference_proof


def test_verify() -> None:
    right = claim("leaves-every-interval", "0RB0LB---_1LA1RB---")
    table = read_notation(str(right.subject.completed() if right.subject else ""))
    certificate = dict(right.certificate)
    assert FAMILY.verify(table, {}, certificate) is None
    for changes in ({"shift": 0}, {"direction": "R"}, {"period": 4}, {"width": 0}):
        assert FAMILY.verify(table, {}, certificate | changes) is not None


def test_nothing_is_claimed_of_loops_in_place() -> None:
    assert FAMILY.claim(decide(Machine.parse("1RB0RB_0LA0LB"))) is None
