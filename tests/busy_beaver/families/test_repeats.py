from __future__ import annotations

from bbsynth.busy_beaver.deciders import decide, decide_tree
from bbsynth.busy_beaver.families.repeats import FAMILY
from bbsynth.busy_beaver.machines import Machine
from bbsynth.busy_beaver.readback import read_notation
from tests.busy_beaver.families.checking import check_mutations
from tests.problems.making import problem

MACHINES = ("1RB0RB_0LA0LB",)
FALSE = (
    ({"period": 1}, "no configuration repeats in 1 steps"),
    ({"start": 10}, "no configuration repeats|repeats from step"),
    ({"machine": "1RB1LB_1LA1RZ"}, "no configuration repeats in 4 steps"),
)


def test_the_claim() -> None:
    one = problem("repeats", "1RB0RB_0LA0LB")
    assert one.parameters == {"start": 0, "period": 4}
    assert " : machine.RepeatsFrom 0 4 := by" in one.formal_statement
    assert one.informal_statement.endswith("repeats itself from step 0 on, with period 4.\n")


def test_start_and_period_are_the_least() -> None:
    for decision in decide_tree(3, 2):
        found = FAMILY.claim(decision)
        if found is not None:
            table = read_notation(str(decision.machine.completed()))
            assert FAMILY.verify(table, found.parameters, found.certificate) is None


def test_mutations() -> None:
    one = problem("repeats", "1RB0RB_0LA0LB")
    assert check_mutations(one) >= 6
    table = read_notation(one.machine)
    for start, period in ((0, 3), (0, 5), (0, 8), (1, 4), (4, 4)):
        wrong: dict[str, int | str] = {"start": start, "period": period}
        assert FAMILY.verify(table, {"start": start, "period": period}, wrong) is not None


def test_nothing_is_claimed_of_loops_that_move() -> None:
    assert FAMILY.claim(decide(Machine.parse("1RB---_1RA---"))) is None
