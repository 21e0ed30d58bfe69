from __future__ import annotations

from bbsynth.busy_beaver.deciders import decide
from bbsynth.busy_beaver.families.halts_within import FAMILY
from bbsynth.busy_beaver.machines import Machine
from bbsynth.busy_beaver.readback import read_notation
from tests.busy_beaver.families.checking import check_mutations
from tests.problems.making import claim, problem

MACHINES = ("1RB1LC_1RC1RB_1LA---",)
FALSE = (
    ({"bound": 4}, "steps"),
    ({"machine": "1RB0RB_0LA0LB"}, "steps"),
)
OTHER_NUMBERS_MAY_HOLD = True


def test_the_claim() -> None:
    one = problem("halts-within", "1RB---_1LB0RC_1LC1LA")
    bound = one.parameters["bound"]
    assert isinstance(bound, int)
    assert 21 <= bound <= 46
    assert one.id == f"3x2-halts-within-{bound}-1RB1RZ_1LB0RC_1LC1LA"
    assert (
        f"theorem halts_within_{bound}_1RB1RZ_1LB0RC_1LC1LA : machine.HaltsWithin {bound} := by"
        in (one.formal_statement)
    )
    assert f"halts after at most {bound} steps.\n" in one.informal_statement


def test_the_bound_is_drawn() -> None:
    bounds = {claim("halts-within", "1RB---_1LB0RC_1LC1LA", seed=seed).label for seed in range(30)}
    assert len(bounds) > 10


def test_mutations() -> None:
    one = problem("halts-within", "1RB---_1LB0RC_1LC1LA")
    assert check_mutations(one) >= 4
    table = read_notation(one.machine)
    assert FAMILY.verify(table, {"bound": 21}, {"steps": 21}) is None
    assert FAMILY.verify(table, {"bound": 20}, {"steps": 21}) is not None
    assert FAMILY.verify(table, {"bound": 30}, {"steps": 22}) is not None


def test_nothing_is_claimed_of_machines_that_do_not_halt() -> None:
    assert FAMILY.claim(decide(Machine.parse("1RB---_1RA---"))) is None
