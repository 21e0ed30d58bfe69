"""Which problems of a dataset are meant, and what is known of a problem beside its statement."""

from __future__ import annotations

import fnmatch
import hashlib
from collections.abc import Sequence

from bbsynth.errors import UsageError
from bbsynth.problems import Problem

__all__ = ["GROUPINGS", "group_of", "select"]

GROUPINGS = ("family", "stratum", "tier", "track")
"""What problems are grouped by in reports."""


def group_of(problem: Problem, grouping: str) -> str:
    """Return the group that a problem belongs to; empty if the dataset does not say."""
    value = getattr(problem, grouping, None)
    if value is None:
        value = problem.metadata.get(grouping)
    return "" if value is None else str(value)


def select(
    problems: Sequence[Problem],
    *,
    families: Sequence[str] = (),
    tiers: Sequence[str] = (),
    tracks: Sequence[str] = (),
    ids: Sequence[str] = (),
    limit: int | None = None,
    seed: int = 0,
) -> tuple[Problem, ...]:
    """Return some of the problems, in the order of the dataset.

    Parameters
    ----------
    problems : sequence of Problem
    families, tiers, tracks : sequence of str
        Those that are wanted; empty for all.
    ids : sequence of str
        Patterns such as ``2x2-halts-*``; empty for all.
    limit : int, optional
        The most problems; which of them depends on `seed` and their ids alone.

    Raises
    ------
    UsageError
        If there are none; the message lists what there is.
    """
    chosen = list(problems)
    for grouping, wanted in (("family", families), ("tier", tiers), ("track", tracks)):
        if wanted:
            there = sorted({group_of(problem, grouping) for problem in chosen} - {""})
            unknown = [name for name in wanted if name not in there]
            if unknown:
                raise UsageError(
                    f"no problem has {grouping} {unknown[0]!r}; there is "
                    f"{', '.join(there) or f'no {grouping} in this dataset'}"
                )
            chosen = [problem for problem in chosen if group_of(problem, grouping) in wanted]
    if ids:
        for pattern in ids:
            if not any(fnmatch.fnmatchcase(problem.id, pattern) for problem in chosen):
                raise UsageError(f"no problem has an id like {pattern!r}")
        chosen = [
            problem
            for problem in chosen
            if any(fnmatch.fnmatchcase(problem.id, pattern) for pattern in ids)
        ]
    if not chosen:
        raise UsageError("no problem is left after this selection")
    if limit is not None:
        if limit < 1:
            raise UsageError(f"the limit is {limit}; it has to be 1 or more")

        def rank(problem: Problem) -> bytes:
            return hashlib.sha256(f"{seed} {problem.id}".encode()).digest()

        kept = {problem.id for problem in sorted(chosen, key=rank)[:limit]}
        chosen = [problem for problem in chosen if problem.id in kept]
    return tuple(chosen)
