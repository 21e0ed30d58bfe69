from __future__ import annotations

import pytest

from bbsynth.busy_beaver.deciders import decide
from bbsynth.busy_beaver.families.rule import FAMILY
from bbsynth.busy_beaver.machines import Machine
from bbsynth.busy_beaver.readback import read_notation
from bbsynth.busy_beaver.rules import linear, read_rule
from bbsynth.problems.crosscheck import crosscheck
from tests.busy_beaver.families.checking import check_mutations
from tests.problems.making import problem

MACHINES = ("1RB1LA_0LA1RB", "1RB---_1LB1LC_1RC0RB")
FALSE = (
    ({"constant": 77}, "do not lead to"),
    ({"machine": "1RB1LB_1LA1RZ"}, "C\\(0\\)|state"),
)


def test_the_claim() -> None:
    one = problem("rule", MACHINES[0])
    crosscheck(one)
    slope, constant = one.parameters["slope"], one.parameters["constant"]
    assert isinstance(slope, int)
    assert isinstance(constant, int)
    steps = linear(slope, constant)
    assert (
        f"∀ m, machine.Reaches (C m) (C (m + 1)) ({steps}) := by\n  sorry\n" in one.formal_statement
    )
    assert "noncomputable def C (m : Nat) : Config 2 2 :=\n  .rows " in one.formal_statement
    assert "Machine.rule_of_check" in one.reference_proof


def test_mutations() -> None:
    for seed in range(5):
        assert check_mutations(problem("rule", MACHINES[0], seed=seed)) >= 3


@pytest.mark.parametrize("name", ["slope", "constant", "state"])
def test_wrong_rules_are_noticed(name: str) -> None:
    one = problem("rule", MACHINES[0])
    table = read_notation(one.machine)
    certificate = dict(one.certificate or {})
    assert FAMILY.verify(table, one.parameters, certificate) is None
    value = certificate[name]
    assert isinstance(value, int)
    for wrong in ({value + 1, abs(value - 1)} - {value}) if name != "state" else {1 - value}:
        certificate[name] = wrong
        assert FAMILY.verify(table, {**one.parameters, name: wrong}, certificate) is not None
        assert FAMILY.verify(table, {**one.parameters, name: wrong}, one.certificate or {})


def test_words_of_another_length_are_noticed() -> None:
    one = problem("rule", MACHINES[0])
    certificate = dict(one.certificate or {})
    side = "left" if certificate["left"] else "right"
    word, times, plus = str(certificate[side]).split(",")[0].split(":")
    certificate[side] = f"{word}:{int(times) + 1}:{plus}"
    wrong = {**one.parameters, side: certificate[side]}
    assert FAMILY.verify(read_notation(one.machine), wrong, certificate) is not None


@pytest.mark.parametrize(
    ("slope", "constant", "text"),
    [(0, 3, "3"), (1, 0, "m"), (1, 4, "m + 4"), (2, 0, "2 * m"), (12, 34, "12 * m + 34")],
)
def test_counts(slope: int, constant: int, text: str) -> None:
    assert linear(slope, constant) == text
    groups = {"state": "0", "facing": "left", "left": "[]", "right": "[]", "steps": text}
    found = read_rule(groups)
    assert (found["slope"], found["constant"]) == (slope, constant)


def test_nothing_is_claimed_without_a_rule() -> None:
    assert FAMILY.claim(decide(Machine.parse("1RB1LB_1LA1RZ"))) is None
    assert FAMILY.claim(decide(Machine.parse("1RB---_1RA---"))) is None
