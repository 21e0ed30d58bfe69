from __future__ import annotations

import pytest

from bbsynth.judge.completion import assemble, extract
from bbsynth.problems.crosscheck import crosscheck
from bbsynth.problems.families.decide_it import FAMILY
from bbsynth.problems.readback import read_notation
from tests.problems.families.checking import check_mutations, check_phrasings, refused
from tests.problems.making import problem


@pytest.mark.parametrize("machine", ["1RB---_1LB0RC_1LC1LA", "1RB---_1RA---", "1RB0RB_0LA0LB"])
def test_either_side_may_be_true(machine: str) -> None:
    sides = set()
    for seed in range(40):
        one = problem("decide-it", machine, seed=seed)
        crosscheck(one)
        sides.add(one.stratum)
        proved = one.negation if one.stratum == "false" else one.theorem
        assert f"\ntheorem {proved} : " in one.reference_proof
        assert f"\ntheorem {one.negation} : ¬ machine." in one.negation_statement
        # What is shown says nothing of which side it is.
        assert "true" not in one.id + one.formal_statement
        assert "false" not in one.id + one.formal_statement
    assert sides == {"true", "false"}


def test_the_wrong_side_is_noticed() -> None:
    table = read_notation("1RB1LB_1LA1RZ")
    certificate: dict[str, int | str] = {"kind": "halts", "steps": 6, "holds": 1}
    assert FAMILY.verify(table, {"says": "after", "number": 6}, certificate) is None
    assert FAMILY.verify(table, {"says": "after", "number": 7}, certificate) is not None
    certificate["holds"] = 0
    assert FAMILY.verify(table, {"says": "after", "number": 6}, certificate) is not None
    assert FAMILY.verify(table, {"says": "after", "number": 7}, certificate) is None


def test_an_answer_to_either_side_is_held_against_that_side() -> None:
    one = problem("decide-it", "1RB---_1LB0RC_1LC1LA", seed=1)
    for theorem, statement in (
        (one.theorem, one.formal_statement),
        (one.negation, one.negation_statement),
    ):
        answer = f"So:\n```lean\ntheorem {theorem} : claim := by simp\n```\n"
        task = assemble(one, extract(answer, one.theorem))
        assert (task.theorem, task.reference) == (theorem, statement)
    task = assemble(one, extract("by simp", one.theorem))
    assert (task.theorem, task.reference) == (one.theorem, one.formal_statement)
    both = f"theorem {one.negation} : a := by simp\ntheorem {one.theorem} : a := by simp"
    assert assemble(one, extract(both, one.theorem)).theorem == one.theorem


def test_mutations() -> None:
    for seed in range(10):
        one = problem("decide-it", "1RB---_1LB0RC_1LC1LA", seed=seed)
        changed = one.negation_statement.replace("¬ ", "", 1)
        assert refused(one, negation_statement=changed)
        if "number" in one.parameters:
            assert check_mutations(one) >= 2


def test_phrasings() -> None:
    check_phrasings("decide-it", "1RB1LB_1LA1RZ")
