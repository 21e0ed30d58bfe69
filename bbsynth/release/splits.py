"""Dividing problems between splits, so that no machine is in two of them.

Problems that share a key (see `bbsynth.release.equivalence`) form a group and go to the same split.
Groups with problems of two sides come first: these are alone in their groups, and would all land in
the last split with room. Then come the others, from the largest to the smallest; the seed decides
between groups of one size.

Each group goes to a split that still has room for it, if there is one, and of these to the one that
lacks most of what the group has. For its families that is how much the squares of what is missing
would shrink, for its strata what is missing, both as a share of what there should be. The sizes of
the splits are the fractions, rounded so that the sum is right. They can be off by the size of the
largest group.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from typing import TypeVar

from bbsynth.problems import Problem
from bbsynth.release.equivalence import grouped, keys_of
from bbsynth.release.sources import order_key

__all__ = ["assign_splits", "split_sizes"]

_Kind = TypeVar("_Kind", bound=Hashable)


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
    groups = grouped((problem, keys_of(problem)) for problem in problems)
    known: dict[str, str] = {}
    for key, group in groups.items():
        keys = {one for problem in group for one in keys_of(problem)}
        known.update((key, (fixed or {})[one]) for one in keys & (fixed or {}).keys())
    families = {key: Counter(one.family for one in group) for key, group in groups.items()}
    strata = {key: Counter(map(_stratum, group)) for key, group in groups.items()}
    room = split_sizes(len(problems), fractions)
    family_goals, stratum_goals = _goals(families, fractions), _goals(strata, fractions)
    family_lacks, stratum_lacks = dict(family_goals), dict(stratum_goals)
    drawn = seed.to_bytes(8, "big")
    order = sorted(
        groups,
        key=lambda key: (
            known.get(key) not in fractions,
            not any(problem.negation_statement for problem in groups[key]),
            -len(groups[key]),
            order_key(drawn, key),
        ),
    )
    result: dict[str, str] = {}
    for key in order:
        group = groups[key]
        roomy = [name for name in fractions if room[name] >= len(group)]
        candidates = roomy or [max(fractions, key=lambda name: room[name])]

        def gain(name: str, key: str = key) -> tuple[float, float]:
            of_families = sum(
                count * (2 * family_lacks[name, one] - count) / family_goals[name, one]
                for one, count in families[key].items()
            )
            of_strata = sum(
                count * stratum_lacks[name, one] / stratum_goals[name, one]
                for one, count in strata[key].items()
            )
            return of_families + of_strata, room[name] / fractions[name]

        best = known.get(key, "")
        if best not in fractions:
            best = max(candidates, key=gain)
        room[best] -= len(group)
        for family, count in families[key].items():
            family_lacks[best, family] -= count
        for stratum, count in strata[key].items():
            stratum_lacks[best, stratum] -= count
        result.update((problem.id, best) for problem in group)
    return result


def _stratum(problem: Problem) -> tuple[str, str, str, str]:
    """Return what splits are balanced over beside families."""
    return problem.family, problem.stratum, problem.track, problem.tier


def _goals(
    kinds: Mapping[str, Counter[_Kind]], fractions: Mapping[str, float]
) -> dict[tuple[str, _Kind], float]:
    """Return how many of each kind each split should have."""
    total: Counter[_Kind] = Counter()
    for counted in kinds.values():
        total.update(counted)
    return {
        (name, kind): count * fraction
        for name, fraction in fractions.items()
        for kind, count in total.items()
    }
