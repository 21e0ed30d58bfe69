from __future__ import annotations

import dataclasses
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbsynth.busy_beaver.deciders import decide_tree
from bbsynth.busy_beaver.families import families
from bbsynth.busy_beaver.machines import machine_key
from bbsynth.problems.family import Claim
from bbsynth.problems.stratified import BARE_SHARE, Sample, shares

FAMILIES = [families()[name] for name in ("halts-after", "halts-leaving", "never-halts")]
STRATA = [(one.name, stratum, "library") for one in FAMILIES for stratum in one.strata]


@pytest.fixture(scope="module")
def claims() -> list[Claim]:
    """All claims about 3x2, in order."""
    return [
        claim
        for decision in decide_tree(3, 2)
        for one in FAMILIES
        if (claim := one.claim(decision)) is not None
    ]


def sample(claims: list[Claim], limit: int | None, seed: int = 0) -> Sample:
    result = Sample(limit, seed, STRATA)
    for claim in claims:
        result.offer(claim)
    return result


def drawn(claims: list[Claim], limit: int | None, seed: int = 0) -> list[tuple[str, str]]:
    return [(claim.family, str(claim.subject)) for claim in sample(claims, limit, seed).claims()]


@given(st.integers(0, 500), st.dictionaries(st.integers(), st.integers(0, 100), max_size=8))
def test_shares_are_as_equal_as_possible(total: int, available: dict[int, int]) -> None:
    taken = shares(total, available)
    assert list(taken) == list(available)
    assert sum(taken.values()) == min(total, sum(available.values()))
    assert all(0 <= taken[name] <= available[name] for name in available)
    # Nobody who has more to give has given two less than anybody.
    for name in available:
        if taken[name] < available[name]:
            assert taken[name] >= max(taken.values()) - 1


@pytest.mark.parametrize(
    ("total", "available", "expected"),
    [
        (10, [9, 9, 9], [4, 3, 3]),
        (10, [1, 9, 9], [1, 5, 4]),
        (10, [1, 2, 3], [1, 2, 3]),
        (2, [5, 5, 5], [1, 1, 0]),
        (0, [5], [0]),
        (7, [0, 100], [0, 7]),
    ],
)
def test_shares(total: int, available: list[int], expected: list[int]) -> None:
    assert list(shares(total, dict(enumerate(available))).values()) == expected


def test_no_limit_takes_everything_in_order(claims: list[Claim]) -> None:
    assert sample(claims, None).claims() == claims
    assert sample(claims, 10**5).claims() == claims


def test_a_sample_is_balanced(claims: list[Claim]) -> None:
    chosen = sample(claims, 120).claims()
    assert Counter((claim.family, claim.stratum, claim.track) for claim in chosen) == {
        ("halts-after", "halts", "library"): 40,
        ("halts-leaving", "halts", "library"): 40,
        ("never-halts", "no-reachable-halt", "library"): 6,
        ("never-halts", "cycler", "library"): 12,
        ("never-halts", "translated-cycler", "library"): 11,
        ("never-halts", "ngram-cps", "library"): 11,
    }


def test_a_stratum_that_runs_out_leaves_room_for_others(claims: list[Claim]) -> None:
    # never-halts has the share 1,550: all of three strata, and what is left of the fourth.
    chosen = sample(claims, 4_650).claims()
    assert Counter((claim.family, claim.stratum, claim.track) for claim in chosen) == {
        ("halts-after", "halts", "library"): 1_550,
        ("halts-leaving", "halts", "library"): 1_550,
        ("never-halts", "no-reachable-halt", "library"): 6,
        ("never-halts", "cycler", "library"): 526,
        ("never-halts", "translated-cycler", "library"): 932,
        ("never-halts", "ngram-cps", "library"): 86,
    }


def test_a_sample_keeps_the_order_and_repeats_nothing(claims: list[Claim]) -> None:
    order = {key: place for place, key in enumerate(drawn(claims, None))}
    chosen = drawn(claims, 500)
    assert len(set(chosen)) == 500
    assert [order[key] for key in chosen] == sorted(order[key] for key in chosen)


def test_a_sample_depends_on_the_seed_and_on_nothing_else(claims: list[Claim]) -> None:
    assert drawn(claims, 100, seed=1) == drawn(claims, 100, seed=1)
    assert set(drawn(claims[::-1], 100, seed=1)) == set(drawn(claims, 100, seed=1))
    others = [set(drawn(claims, 100, seed=seed)) for seed in range(20)]
    # Rare shapes come up with every seed; most of 100 claims out of 7,189 do not.
    assert all(len(others[0] & other) < 50 for other in others[1:])


def test_a_larger_sample_contains_the_smaller(claims: list[Claim]) -> None:
    assert set(drawn(claims, 40, seed=3)) < set(drawn(claims, 400, seed=3))


def test_shapes_come_one_after_the_other(claims: list[Claim]) -> None:
    chosen = [claim for claim in sample(claims, 60).claims() if claim.family == "halts-after"]
    times = Counter(claim.certificate["steps"] for claim in chosen)
    assert len(chosen) == 20
    # There are fewer than 20 halting times below 21, and each comes up before any comes up twice.
    assert len(times) >= 12
    assert max(times.values()) <= 2


def test_equivalent_machines_count_once(claims: list[Claim]) -> None:
    chosen = [claim for claim in sample(claims, 3_000).claims() if claim.family == "never-halts"]
    forms = Counter(machine_key(claim.subject) for claim in chosen if claim.subject)
    assert max(forms.values()) == 1


def test_a_number_per_stratum(claims: list[Claim]) -> None:
    drawing = Sample(None, 0, STRATA, per_stratum=3)
    for claim in claims:
        drawing.offer(claim)
    counts = Counter((claim.family, claim.stratum) for claim in drawing.claims())
    assert counts["halts-after", "halts"] == counts["never-halts", "cycler"] == 3
    assert max(counts.values()) == 3


def test_what_there_was_is_counted(claims: list[Claim]) -> None:
    counts = Counter((claim.family, claim.stratum, claim.track) for claim in claims)
    assert sample(claims, 1).offered == {stratum: counts[stratum] for stratum in STRATA}


def test_one_in_a_few_is_bare(claims: list[Claim]) -> None:
    both = [*STRATA, *((name, stratum, "bare") for name, stratum, _ in STRATA)]
    result = Sample(60, 0, both)
    bare = Sample(60, 0, both)
    for claim in claims:
        result.offer(claim)
        result.offer(dataclasses.replace(claim, track="bare"))
        bare.offer(dataclasses.replace(claim, track="bare"))
    counts = Counter((claim.family, claim.track) for claim in result.claims())
    for one in FAMILIES:
        assert counts[one.name, "library"] + counts[one.name, "bare"] == 20
        assert counts[one.name, "bare"] == 20 // BARE_SHARE
    few = Sample(3, 0, both)
    for claim in claims:
        few.offer(claim)
        few.offer(dataclasses.replace(claim, track="bare"))
    assert [claim.track for claim in few.claims()] == ["library"] * 3
    # Where there is nothing else, all are.
    assert Counter(claim.track for claim in bare.claims()) == {"bare": 60}
