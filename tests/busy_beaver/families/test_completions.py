from __future__ import annotations

import pytest

from bbsynth.busy_beaver.deciders import decide, decide_tree
from bbsynth.busy_beaver.families.completions import FAMILY
from bbsynth.busy_beaver.machines import Machine
from bbsynth.busy_beaver.readback import read_notation
from bbsynth.problems.crosscheck import crosscheck
from tests.busy_beaver.families.checking import check_mutations, refused
from tests.problems.making import claim, problem

MACHINES = ("1RB1LB_1LA---",)
FALSE = (
    ({"bound": 5}, "the longest run"),
    ({"bound": 10**6}, "larger than any"),
)
OTHER_NUMBERS_MAY_HOLD = True


def test_the_claim() -> None:
    one = problem("completions", "1RB1LB_1LA---")
    crosscheck(one)
    assert one.id == "2x2-completions-1RB1LB_1LAxxx"
    assert one.machine == "1RB1LB_1LA---"
    assert one.parameters == {"bound": 6}
    assert "def machine : PartialMachine 2 2\n" in one.formal_statement
    assert "  | 1, 0 => some ⟨1, .left, some 0⟩\n  | 1, 1 => none\n" in one.formal_statement
    assert " : ∀ M : Machine 2 2, M.Completes machine → M.HaltsWithin 6 " in one.formal_statement
    assert "| B | write 1, move left, go to A | — |\n" in one.informal_statement


@pytest.mark.parametrize(
    ("machine", "bound"),
    [
        ("1RB---_1LA---", 6),
        ("1RB1LB_1LA---", 6),
        ("1RB---_1LB0RC_1LC1LA", 21),
        ("0RB---_1LA1RB", 6),
    ],
)
def test_known_bounds(machine: str, bound: int) -> None:
    assert claim("completions", machine).parameters == {"bound": bound}


def test_nothing_is_claimed_of_what_has_too_many_completions() -> None:
    assert FAMILY.claim(decide(Machine.parse("------_------"))) is None
    assert FAMILY.claim(decide(Machine.parse("1RB---_1LC---_------"))) is None
    assert FAMILY.claim(decide(Machine.parse("1RB1LB_1LA1RZ"))) is None


def test_every_claim_about_two_states_is_true() -> None:
    found = [one for decision in decide_tree(2, 2) if (one := FAMILY.claim(decision)) is not None]
    assert len(found) == 16
    for one in found:
        table = read_notation(str(one.subject), partial=True)
        assert FAMILY.verify(table, one.parameters, one.certificate) is None


def test_mutations() -> None:
    one = problem("completions", "1RB1LB_1LA---")
    assert check_mutations(one) >= 2
    table = read_notation(one.machine, partial=True)
    for wrong in (5, 7):
        assert FAMILY.verify(table, {"bound": wrong}, one.certificate or {}) is not None
    changed = one.formal_statement.replace("| 1, 1 => none", "| 1, 1 => some ⟨1, .right, none⟩")
    assert refused(one, formal_statement=changed)
