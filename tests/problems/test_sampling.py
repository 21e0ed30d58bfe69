from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbsynth.deciders import decide_tree
from bbsynth.problems.family import Claim, families
from bbsynth.problems.sampling import Sample, shares

STRATA = [(one.name, stratum) for one in families().values() for stratum in one.strata]


@pytest.fixture(scope="module")
def claims() -> list[Claim]:
    """All claims about 3x2, in order."""
    return [
        claim
        for decision in decide_tree(3, 2)
        for one in families().values()
        if (claim := one.claim(decision)) is not None
    ]


def sample(claims: list[Claim], limit: int | None, seed: int = 0) -> Sample:
    result = Sample(limit, seed, STRATA)
    for claim in claims:
        result.offer(claim)
    return result


def drawn(claims: list[Claim], limit: int | None, seed: int = 0) -> list[tuple[str, str]]:
    return [(claim.family, str(claim.machine)) for claim in sample(claims, limit, seed).claims()]


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
    assert Counter((claim.family, claim.stratum) for claim in chosen) == {
        ("halts-after", "halts"): 40,
        ("halts-leaving", "halts"): 40,
        ("never-halts", "no-reachable-halt"): 6,
        ("never-halts", "cycler"): 12,
        ("never-halts", "translated-cycler"): 11,
        ("never-halts", "ngram-cps"): 11,
    }


def test_a_stratum_that_runs_out_leaves_room_for_others(claims: list[Claim]) -> None:
    # never-halts has the share 1,550: all of three strata, and what is left of the fourth.
    chosen = sample(claims, 4_650).claims()
    assert Counter((claim.family, claim.stratum) for claim in chosen) == {
        ("halts-after", "halts"): 1_550,
        ("halts-leaving", "halts"): 1_550,
        ("never-halts", "no-reachable-halt"): 6,
        ("never-halts", "cycler"): 526,
        ("never-halts", "translated-cycler"): 932,
        ("never-halts", "ngram-cps"): 86,
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
    # Two samples of 100 out of 7,189 have 2 or 3 claims in common, not half of them.
    assert all(len(others[0] & other) < 20 for other in others[1:])


def test_a_larger_sample_contains_the_smaller(claims: list[Claim]) -> None:
    assert set(drawn(claims, 40, seed=3)) < set(drawn(claims, 400, seed=3))


def test_each_claim_is_as_likely_as_any_other(claims: list[Claim]) -> None:
    counts = Counter(key for seed in range(300) for key in drawn(claims[:400], 40, seed=seed))
    halting = [key for key in drawn(claims[:400], None) if key[0] == "halts-after"]
    mean = sum(counts[key] for key in halting) / len(halting)
    # The counts are hypergeometric, with a standard deviation below the root of the mean.
    assert all(abs(counts[key] - mean) < 5 * mean**0.5 for key in halting)


def test_what_there_was_is_counted(claims: list[Claim]) -> None:
    counts = Counter((claim.family, claim.stratum) for claim in claims)
    assert sample(claims, 1).offered == {stratum: counts[stratum] for stratum in STRATA}
