from __future__ import annotations

from bbsynth.busy_beaver.deciders import decide
from bbsynth.busy_beaver.families.stays_within import FAMILY
from bbsynth.busy_beaver.machines import Machine
from bbsynth.busy_beaver.readback import read_notation
from tests.busy_beaver.families.checking import check_mutations
from tests.problems.making import claim, problem

MACHINES = ("1RB0RB_0LA0LB",)
FALSE = (
    ({"least": 5, "most": 9}, "head is on cell 0 after 0 steps"),
    ({"machine": "1RB1LB_1LA1RZ", "least": -9, "most": 9}, "halts after 6"),
)
OTHER_NUMBERS_MAY_HOLD = True


def test_the_claim() -> None:
    one = problem("stays-within", "1RB0RB_0LA0LB")
    least, most = one.parameters["least"], one.parameters["most"]
    assert isinstance(least, int)
    assert isinstance(most, int)
    assert least <= 0 <= most
    assert f"out of the cells from {least} to {most}.\n" in one.informal_statement
    assert f"stays-within-{'l' if least < 0 else 'r'}{abs(least)}-r{most}-" in one.id


def test_cells_that_are_negative() -> None:
    labels = [claim("stays-within", "1RB0RB_0LA0LB", seed=seed).label for seed in range(40)]
    seed = next(seed for seed, label in enumerate(labels) if label.startswith("l"))
    one = problem("stays-within", "1RB0RB_0LA0LB", seed=seed)
    assert " : machine.StaysWithin (-" in one.formal_statement


def test_mutations() -> None:
    one = problem("stays-within", "1RB0RB_0LA0LB")
    assert check_mutations(one) >= 6
    table = read_notation(one.machine)
    loop: dict[str, int | str] = {"start": 0, "period": 4}
    assert FAMILY.verify(table, {"least": 0, "most": 1}, loop) is None
    assert FAMILY.verify(table, {"least": 1, "most": 1}, loop) is not None
    assert FAMILY.verify(table, {"least": 0, "most": 0}, loop) is not None
    assert FAMILY.verify(table, {"least": 0, "most": 1}, {"start": 0, "period": 2}) is not None


def test_nothing_is_claimed_of_loops_that_move() -> None:
    assert FAMILY.claim(decide(Machine.parse("1RB---_1RA---"))) is None
