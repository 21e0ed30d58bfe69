from __future__ import annotations

from collections import Counter

import pytest

from bbsynth.errors import UsageError
from bbsynth.release import facets
from bbsynth.release.configuration import Source
from bbsynth.release.sources import draw

TWO = Source(states=2, size=1)
ONE_FAMILY = Source(states=2, size=1, families=["halts-after"])


def test_a_draw_is_balanced_and_repeats() -> None:
    drawn = draw(TWO, 30, seed=5)
    assert [one.id for one in drawn] == [one.id for one in draw(TWO, 30, seed=5)]
    assert [one.id for one in drawn] != [one.id for one in draw(TWO, 30, seed=6)]
    counts = Counter(one.family for one in drawn)
    assert max(counts.values()) - min(counts.values()) <= 1
    same = Counter((one.family, facets.track(one), facets.key(one)) for one in drawn)
    assert max(same.values()) == 1


def test_what_is_excluded_does_not_occur() -> None:
    keys = {facets.key(one) for one in draw(TWO, 10, seed=1)}
    again = draw(TWO, 10, seed=1, excluded=keys)
    assert not keys & {facets.key(one) for one in again}
    taken = {(one.family, facets.track(one), facets.key(one)) for one in again}
    third = draw(TWO, 5, seed=1, taken=taken, ids={one.id for one in again})
    assert not taken & {(one.family, facets.track(one), facets.key(one)) for one in third}


def test_nothing_wanted() -> None:
    assert draw(TWO, 0, seed=1) == []


@pytest.mark.parametrize(
    ("source", "size", "message"),
    [
        (ONE_FAMILY, 1_000, "the source 2x2 has to give 1,000 problems, but there are only"),
        (Source(states=2, size=1, tiers=["impossible"]), 1, "impossible|there are only 0"),
        (Source(states=2, size=1, tracks=["impossible"]), 1, "impossible|there are only 0"),
        (Source(states=2, size=1, options={"spin": 1}), 1, "options that `generate` does not know"),
        (Source(states=2, size=1, families=["no-family"]), 1, "no-family"),
        (Source(states=99, size=1), 1, "99"),
    ],
)
def test_what_cannot_be_drawn(source: Source, size: int, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        draw(source, size, seed=1)
