from __future__ import annotations

from bbsynth.busy_beaver.deciders import decide
from bbsynth.busy_beaver.families.halts import FAMILY
from bbsynth.busy_beaver.machines import Machine
from bbsynth.busy_beaver.readback import read_notation
from tests.problems.making import problem

MACHINES = ("1RB1LB_1LA1RZ",)


def test_the_claim() -> None:
    one = problem("halts", "1RB1LB_1LA1RZ")
    assert one.formal_statement.endswith(
        "/-- Started on the blank tape, the machine halts. -/\n"
        "theorem halts_1RB1LB_1LA1RZ : machine.Halts := by\n  sorry\n"
    )
    assert one.informal_statement.endswith("\n\nStarted on the blank tape, the machine halts.\n")
    assert one.parameters == {}
    assert one.reference_proof.endswith("Machine.halts_of_check (steps := 6) (by decide +kernel)\n")


def test_it_says_nothing_of_when() -> None:
    one = problem("halts", "1RB---_1LB0RC_1LC1LA")
    table = read_notation(one.machine)
    assert "21" not in one.formal_statement + one.informal_statement
    assert FAMILY.verify(table, {}, {"steps": 21}) is None
    assert "has not halted" in str(FAMILY.verify(table, {}, {"steps": 20}))


def test_nothing_is_claimed_of_machines_that_do_not_halt() -> None:
    assert FAMILY.claim(decide(Machine.parse("1RB---_1RA---"))) is None
