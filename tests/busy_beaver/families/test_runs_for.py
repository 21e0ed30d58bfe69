from __future__ import annotations

from bbsynth.busy_beaver.deciders import decide
from bbsynth.busy_beaver.families.runs_for import FAMILY
from bbsynth.busy_beaver.machines import Machine
from bbsynth.busy_beaver.readback import read_notation
from tests.busy_beaver.families.checking import check_mutations, check_wrong_claims
from tests.problems.making import claim, problem

MACHINES = ("1RB1LC_1RC1RB_1LA---", "1RB---_1RA---")
FALSE = (({"machine": "1RB1LB_1LA1RZ", "least": 9}, "steps"),)
OTHER_NUMBERS_MAY_HOLD = True


def test_a_machine_that_halts() -> None:
    one = problem("runs-for", "1RB---_1LB0RC_1LC1LA")
    least = one.parameters["least"]
    assert isinstance(least, int)
    assert 10 <= least <= 21
    assert one.stratum == "halts"
    assert f" : machine.RunsFor {least} := by" in one.formal_statement
    assert f"does not halt in fewer than {least} steps.\n" in one.informal_statement


def test_a_machine_that_goes_on() -> None:
    one = problem("runs-for", "1RB---_1RA---")
    assert one.stratum == "goes-on"
    assert "runsFor_of_run" in one.reference_proof
    assert FAMILY.has_bare(claim("runs-for", "1RB---_1RA---"))


def test_mutations() -> None:
    one = problem("runs-for", "1RB---_1LB0RC_1LC1LA")
    assert check_mutations(one) >= 4
    table = read_notation(one.machine)
    halts: dict[str, int | str] = {"kind": "halts", "steps": 21}
    assert FAMILY.verify(table, {"least": 21}, halts) is None
    assert "halts after 21 steps" in str(FAMILY.verify(table, {"least": 22}, halts))
    assert check_wrong_claims(problem("runs-for", "1RB---_1RA---")) == 2


def test_nothing_is_claimed_of_machines_of_unknown_fate() -> None:
    undecided = decide(Machine.parse("1RB1LA_0LA1RB"), max_steps=1_000, deciders=["cycler"])
    assert FAMILY.claim(undecided) is None
