from __future__ import annotations

from bbsynth.busy_beaver.deciders import decide
from bbsynth.busy_beaver.families.never_uses import FAMILY
from bbsynth.busy_beaver.machines import Machine
from bbsynth.busy_beaver.readback import read_notation
from tests.busy_beaver.families.checking import check_mutations
from tests.problems.making import problem

MACHINES = ("1RB---_1RA---",)
FALSE = (
    ({"state": 0, "symbol": 0}, "the transition is used after 0 steps"),
    ({"symbol": 9}, "no such transition"),
)


def test_the_claim() -> None:
    one = problem("never-uses", "1RB---_1RA---")
    state, symbol = one.parameters["state"], one.parameters["symbol"]
    assert symbol == 1
    assert f" : machine.NeverUses {state} 1 := by" in one.formal_statement
    assert f"never reads the symbol 1 in state {'AB'[int(str(state))]}.\n" in one.informal_statement
    # The transitions that are never used are other ones, and do not halt.
    assert "RZ" not in one.machine
    assert one.metadata["machine_in_tree"] == one.machine


def test_mutations() -> None:
    one = problem("never-uses", "1RB---_1RA---")
    assert check_mutations(one) >= 3
    table = read_notation(one.machine)
    certificate = one.certificate or {}
    assert FAMILY.verify(table, {"state": 0, "symbol": 0}, certificate) is not None
    assert FAMILY.verify(table, {"state": 1, "symbol": 0}, certificate) is not None
    assert FAMILY.verify(table, {"state": 0, "symbol": 1}, certificate) is None
    assert FAMILY.verify(table, {"state": 2, "symbol": 1}, certificate) is not None


def test_nothing_is_claimed_of_machines_that_halt() -> None:
    assert FAMILY.claim(decide(Machine.parse("1RB1LB_1LA1RZ"))) is None
