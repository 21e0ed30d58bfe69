from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from operator import not_

import pytest

from bbsynth.busy_beaver.deciders import decide_tree
from bbsynth.busy_beaver.families.decide_it import FAMILY
from bbsynth.busy_beaver.options import MachineOptions
from bbsynth.busy_beaver.readback import read_notation
from bbsynth.busy_beaver.sources import batches, sources
from bbsynth.judge.completion import assemble, extract
from bbsynth.problems.crosscheck import crosscheck
from bbsynth.problems.family import Claim
from bbsynth.problems.stratified import Sample
from tests.busy_beaver.families.checking import check_mutations, refused
from tests.problems.making import problem

pytestmark = pytest.mark.slow

MACHINES = ("1RB1LC_1RC1RB_1LA---", "1RB0RB_0LA0LB")
OTHER_NUMBERS_MAY_HOLD = True


@pytest.mark.parametrize("machine", ["1RB---_1LB0RC_1LC1LA", "1RB---_1RA---", "1RB0RB_0LA0LB"])
def test_either_side_may_be_true(machine: str) -> None:
    sides = set()
    for seed in range(40):
        one = problem("decide-it", machine, seed=seed)
        crosscheck(one)
        side = one.stratum.partition("-")[2]
        sides.add(side)
        proved = one.negation if side == "false" else one.theorem
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


def _guessed(claims: list[Claim]) -> float:
    """How often one is right who learns from half of the claims what form and number tell."""
    random.Random(3).shuffle(claims)
    seen: dict[tuple[object, int], Counter[bool]] = defaultdict(Counter)
    half = len(claims) // 2
    for claim in claims[:half]:
        seen[_told(claim)][claim.certificate["holds"] == 1] += 1
    right = 0
    for claim in claims[half:]:
        known = seen[_told(claim)]
        right += (known[True] >= known[False]) == (claim.certificate["holds"] == 1)
    return right / (len(claims) - half)


def _told(claim: Claim) -> tuple[object, int]:
    # What is smaller is told apart, and what is larger is so about a factor.
    return claim.parameters["says"], round(4 * math.log2(_number(claim) + 1))


def _number(claim: Claim) -> int:
    number = claim.parameters.get("number", 0)
    assert isinstance(number, int)
    return number


def _cut(claims: list[Claim], says: str) -> float:
    """How often one is right who knows best at which number to say that it is true from there on,
    or that it is false."""
    holds = [
        claim.certificate["holds"] == 1
        for claim in sorted(claims, key=lambda claim: (_number(claim), str(claim.subject)))
        if claim.parameters["says"] == says
    ]
    below = [sum(holds[:place]) + sum(map(not_, holds[place:])) for place in range(len(holds) + 1)]
    return max(*below, len(holds) - min(below)) / len(holds)


def test_a_statement_does_not_tell_whether_it_is_true() -> None:
    known = list(decide_tree(3, 2))
    everything = [claim for seed in range(4) for one in known if (claim := FAMILY.claim(one, seed))]
    assert len(everything) > 5_000
    assert _guessed(everything) < 0.6


def test_a_sample_does_not_tell_whether_it_is_true() -> None:
    found = []
    for seed in range(2):
        options = MachineOptions(
            classes=("5x2", "3x3"),
            families=("decide-it",),
            tracks=("library",),
            limit=1_000,
            machines=6_000,
            seed=seed,
        )
        looked_at = [
            source
            for size in options.sizes
            for batch in batches(options, *size)
            for source in sources(batch)
        ]
        strata = [(FAMILY.name, stratum, "library") for stratum in FAMILY.strata]
        sample = Sample(options.limit, seed, strata)
        for source in looked_at:
            if claim := FAMILY.claim(source.decision, seed):
                sample.offer(claim)
        found += sample.claims()
    counts = Counter(claim.stratum for claim in found)
    assert set(counts) == set(FAMILY.strata)
    assert max(counts.values()) - min(counts.values()) <= 2
    assert _guessed(found) < 0.6
    for says in ("after", "within", "leaving"):
        assert _cut(found, says) < 0.6, says
