from __future__ import annotations

from bbsynth.busy_beaver.deciders import decide
from bbsynth.busy_beaver.families.passes import FAMILY
from bbsynth.busy_beaver.machines import Machine
from bbsynth.busy_beaver.readback import read_notation
from bbsynth.problems.crosscheck import crosscheck
from tests.busy_beaver.families.checking import check_mutations
from tests.problems.making import problem

MACHINES = ("1RB1LA_0LA1RB", "1RB---_1LB1LC_1RC0RB")
FALSE = (
    ({"left": "1:1:1", "right": "1:2:20"}, "is not passed"),
    ({"machine": "1RB1LB_1LA1RZ_1RA1RA"}, "halts after"),
)


def test_the_claim() -> None:
    one = problem("passes", MACHINES[0])
    crosscheck(one)
    assert "∀ m, ∃ t, machine.Reaches .initial (C m) t := by\n  sorry\n" in one.formal_statement
    assert "Machine.passes_of_rule" in one.reference_proof
    assert set(one.parameters) == {"state", "facing", "left", "right"}


def test_mutations() -> None:
    assert check_mutations(problem("passes", MACHINES[0])) >= 2


def test_another_start_is_noticed() -> None:
    one = problem("passes", MACHINES[0])
    table = read_notation(one.machine)
    certificate = dict(one.certificate or {})
    assert FAMILY.verify(table, one.parameters, certificate) is None
    certificate["start"] = int(certificate["start"]) + 1
    assert "do not lead to C(0)" in str(FAMILY.verify(table, one.parameters, certificate))


def test_nothing_is_claimed_without_a_rule() -> None:
    assert FAMILY.claim(decide(Machine.parse("1RB1LB_1LA1RZ"))) is None
