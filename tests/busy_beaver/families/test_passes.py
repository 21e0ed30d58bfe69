from __future__ import annotations

from bbsynth.busy_beaver.deciders import decide
from bbsynth.busy_beaver.families.passes import FAMILY
from bbsynth.busy_beaver.machines import Machine
from bbsynth.problems.crosscheck import crosscheck
from bbsynth.problems.problem import Problem
from bbsynth.problems.readback import read_notation
from bbsynth.problems.rendering import render_problem
from tests.busy_beaver.families.checking import check_mutations
from tests.busy_beaver.families.test_rule import SWEEPS, sweeping


def problem(seed: int = 0) -> Problem:
    claim = FAMILY.claim(sweeping(SWEEPS))
    assert claim is not None
    return render_problem(claim, seed=seed)


def test_the_claim() -> None:
    one = problem()
    crosscheck(one)
    assert "∀ m, ∃ t, machine.Reaches .initial (C m) t := by\n  sorry\n" in one.formal_statement
    assert "Machine.passes_of_rule" in one.reference_proof
    assert set(one.parameters) == {"state", "facing", "left", "right"}


def test_mutations() -> None:
    assert check_mutations(problem()) >= 2


def test_another_start_is_noticed() -> None:
    one = problem()
    table = read_notation(one.machine)
    certificate = dict(one.certificate or {})
    assert FAMILY.verify(table, one.parameters, certificate) is None
    certificate["start"] = int(certificate["start"]) + 1
    assert "do not lead to C(0)" in str(FAMILY.verify(table, one.parameters, certificate))


def test_phrasings() -> None:
    seen = set()
    for seed in range(30):
        one = problem(seed)
        crosscheck(one)
        seen.add(one.metadata["phrasing"])
    assert seen == {0, 1}


def test_nothing_is_claimed_without_a_rule() -> None:
    assert FAMILY.claim(decide(Machine.parse("1RB1LB_1LA1RZ"))) is None
