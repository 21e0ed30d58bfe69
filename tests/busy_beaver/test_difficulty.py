from __future__ import annotations

import dataclasses

import pytest

from bbsynth.busy_beaver.difficulty import Difficulty, measure
from bbsynth.busy_beaver.families import families
from bbsynth.problems.family import GeneralFamily
from bbsynth.problems.registry import family
from bbsynth.problems.rendering import render_problem
from bbsynth.problems.tiers import TIERS, tier_of
from tests.problems.making import bare_examples, claim, examples


@pytest.mark.parametrize(("name", "machine"), examples())
def test_measures_are_those_of_the_problem(name: str, machine: str) -> None:
    found = claim(name, machine)
    one = render_problem(found)
    difficulty = measure(found, family(name))
    assert (one.difficulty, one.tier) == (difficulty.score, difficulty.tier)
    if found.certificate.get("kind") == "halts":
        assert difficulty.steps == found.certificate["steps"]
    assert one.metadata["proof_lines"] <= 5


# What the proofs about rules repeat is more than is estimated.
OF_NO_RULE = [one for one in bare_examples() if family(one[0]).by_rules != "always"]


@pytest.mark.parametrize(("name", "machine"), OF_NO_RULE)
def test_bare_proofs_are_as_long_as_estimated(name: str, machine: str) -> None:
    found = claim(name, machine, track="bare")
    one = render_problem(found)
    estimate = measure(found, family(name)).proof_lines
    assert estimate / 2 < one.metadata["proof_lines"] < 2 * estimate
    library = measure(claim(name, machine), family(name))
    # No proof of the library track is shorter than one that needs no library.
    assert one.difficulty > library.score or estimate <= library.proof_lines


def test_each_measure_counts() -> None:
    least = Difficulty(5, 0, 1, 2, False, 5)
    for harder in (
        Difficulty(500, 0, 1, 2, False, 5),
        Difficulty(5, 6, 1, 2, False, 5),
        Difficulty(5, 0, 40, 2, False, 5),
        Difficulty(5, 0, 1, 200, False, 5),
        Difficulty(5, 0, 1, 2, True, 5),
        Difficulty(5, 0, 1, 2, False, 50_000),
    ):
        assert harder.score > least.score


def test_tiers() -> None:
    for name, least in TIERS.items():
        assert tier_of(least) == name
        if least:
            assert tier_of(least - 1) != name
    assert tier_of(10_000) == list(TIERS)[-1]


def test_the_length_of_a_bare_proof_of_a_fact_is_its_own() -> None:
    kind = families()["general"]
    assert isinstance(kind, GeneralFamily)
    scores = set()
    for fact in kind.claims():
        if kind.has_bare(fact):
            bare = dataclasses.replace(fact, track="bare")
            one = render_problem(bare)
            lines = measure(bare, kind).proof_lines
            assert abs(lines - one.metadata["proof_lines"]) <= 5 + lines // 10
            scores.add(one.tier)
    assert scores == {"easy", "medium", "hard"}
