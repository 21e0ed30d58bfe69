"""Dividing problems between splits, so that no machine is in two of them.

Problems with the same key (see `bbsynth.release.equivalence`) go to the same split. The groups are
taken from the largest to the smallest, and those of one size in an order that depends on the seed.
Each goes to the split that lacks most of what the group has, stratum by stratum, among those that
still have room for it. The sizes of the splits are those of the fractions, rounded so that the sum
is right, as long as the last groups fit; the largest group bounds how far they can be off.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from bbsynth.problems import Problem
from bbsynth.release import facets
from bbsynth.release.sources import order_key

__all__ = ["assign_splits", "split_sizes"]


def split_sizes(total: int, fractions: Mapping[str, float]) -> dict[str, int]:
    """Return the number of each split: the fractions of `total`, by largest remainders.

    Examples
    --------
    >>> split_sizes(10, {"train": 0.75, "test": 0.25})
    {'train': 8, 'test': 2}
    """
    exact = {name: total * fraction for name, fraction in fractions.items()}
    sizes = {name: int(size + 1e-9) for name, size in exact.items()}
    by_remainder = sorted(exact, key=lambda name: sizes[name] - exact[name])
    for name in by_remainder[: total - sum(sizes.values())]:
        sizes[name] += 1
    return sizes


def assign_splits(
    problems: Sequence[Problem],
    fractions: Mapping[str, float],
    *,
    seed: int,
    fixed: Mapping[str, str] | None = None,
) -> dict[str, str]:
    """Return the split of each problem, by id.

    Parameters
    ----------
    problems : sequence of Problem
        The problems.
    fractions : mapping from str to float
        The splits; the fractions add up to 1.
    seed : int
        What the order of the groups depends on.
    fixed : mapping from str to str, optional
        The split of keys that had one in an earlier release, and keep it.
    """
    known = fixed or {}
    groups: dict[str, list[Problem]] = defaultdict(list)
    strata: Counter[tuple[str, str, str, str]] = Counter()
    for problem in problems:
        groups[facets.key(problem)].append(problem)
        strata[facets.stratum(problem)] += 1
    room = split_sizes(len(problems), fractions)
    lacking = {
        (name, stratum): count * fraction
        for name, fraction in fractions.items()
        for stratum, count in strata.items()
    }
    drawn = seed.to_bytes(8, "big")
    order = sorted(
        groups,
        key=lambda key: (known.get(key) not in fractions, -len(groups[key]), order_key(drawn, key)),
    )
    result: dict[str, str] = {}
    for key in order:
        group = groups[key]
        wanted = Counter(facets.stratum(problem) for problem in group)
        roomy = [name for name in fractions if room[name] >= len(group)]
        candidates = roomy or [max(fractions, key=lambda name: room[name])]

        def gain(
            name: str, wanted: Counter[tuple[str, str, str, str]] = wanted
        ) -> tuple[float, float]:
            of_strata = sum(
                count * lacking[name, stratum] / (strata[stratum] * fractions[name])
                for stratum, count in wanted.items()
            )
            return of_strata, room[name] / fractions[name]

        best = known.get(key, "")
        if best not in fractions:
            best = max(candidates, key=gain)
        room[best] -= len(group)
        for stratum, count in wanted.items():
            lacking[best, stratum] -= count
        result.update((problem.id, best) for problem in group)
    return result
