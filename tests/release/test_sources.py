from __future__ import annotations

import re
from collections import Counter
from typing import Any

import pytest

from bbsynth.errors import UsageError
from bbsynth.release.configuration import Source
from bbsynth.release.sources import Earlier, draw
from tests.release.making import first_key


def two(**fields: Any) -> Source:
    return Source(size=1, options={"states": 2}, **fields)


TWO = two()
ONE_FAMILY = two(families=["halts-after"])


def test_a_draw_is_balanced_and_repeats() -> None:
    drawn = draw(TWO, 30, seed=5)
    assert [one.id for one in drawn] == [one.id for one in draw(TWO, 30, seed=5)]
    assert [one.id for one in drawn] != [one.id for one in draw(TWO, 30, seed=6)]
    counts = Counter(one.family for one in drawn)
    assert max(counts.values()) - min(counts.values()) <= 1
    same = Counter((one.family, one.track, first_key(one)) for one in drawn)
    assert max(same.values()) == 1


def test_what_is_excluded_does_not_occur() -> None:
    keys = {first_key(one) for one in draw(TWO, 10, seed=1)}
    again = draw(TWO, 10, seed=1, excluded=keys)
    assert not keys & {first_key(one) for one in again}
    third = draw(TWO, 5, seed=1, beside=again)
    taken, new = (
        {(one.family, one.track, first_key(one)) for one in some} for some in (again, third)
    )
    assert not taken & new


def test_the_machine_of_a_problem_of_two_sides_is_in_no_other() -> None:
    """Another statement about it, known to be true, may tell which side is true."""
    first = draw(TWO, 60, seed=1)
    both = first + draw(TWO, 40, seed=1, beside=first)
    count = Counter(map(first_key, both))
    assert {count[first_key(one)] for one in both if one.negation_statement} == {1}
    assert max(count.values()) > 3


def test_nor_is_it_in_another_of_an_earlier_release() -> None:
    before = draw(TWO, 40, seed=1)
    two = {first_key(one): one.id for one in before if one.negation_statement}
    about: dict[str, set[str]] = {}
    for one in before:
        about.setdefault(first_key(one), set()).add(one.id)
    earlier = {
        key: Earlier(ids=frozenset(ids), two_sided=key in two, split="train")
        for key, ids in about.items()
    }
    after = draw(TWO, 40, seed=2, earlier=earlier)
    assert {one.id for one in after} != {one.id for one in before}
    for one in after:
        key = first_key(one)
        if key in about and (one.negation_statement or key in two):
            assert one.id in about[key]
    assert any(one.negation_statement for one in after)
    assert [one.id for one in draw(TWO, 40, seed=1, earlier=earlier)] == [one.id for one in before]


def test_all_that_a_small_class_has() -> None:
    """What has machines for itself makes way, and the message names a number that can be had."""
    source = Source(size=1, options={"states": 1})
    with pytest.raises(UsageError, match="there are only") as caught:
        draw(source, 1_000, seed=1)
    most = int(re.findall(r"there are only (\d+)", str(caught.value))[0])
    assert most > 3
    for size in range(1, most + 1):
        assert len(draw(source, size, seed=1)) == size
    with pytest.raises(UsageError, match=f"there are only {most} "):
        draw(source, most + 1, seed=1)


def test_nothing_wanted() -> None:
    assert draw(TWO, 0, seed=1) == []


@pytest.mark.parametrize(
    ("source", "size", "message"),
    [
        (ONE_FAMILY, 1_000, "the source 2x2 has to give 1,000 problems, but there are only"),
        (
            two(tiers=["impossible"]),
            1,
            "impossible|there are only 0",
        ),
        (
            two(tracks=["impossible"]),
            1,
            "impossible|there are only 0",
        ),
        (
            Source(size=1, options={"states": 2, "spin": 1}),
            1,
            "options that the domain busy-beaver does not know: spin",
        ),
        (Source(size=1, options={"classes": 5}), 1, "the options of a source: .*classes"),
        (
            Source(size=1, options={"classes": "2x2"}),
            1,
            "the options of a source: .*class",
        ),
        (
            Source(size=1, options={"states": 2, "disguise": "no"}),
            1,
            "the options of a source: .*disguise",
        ),
        (two(families=["no-family"]), 1, "no-family"),
        (Source(size=1, options={"states": 99}), 1, "99"),
    ],
)
def test_what_cannot_be_drawn(source: Source, size: int, message: str) -> None:
    with pytest.raises(UsageError, match=message):
        draw(source, size, seed=1)
