"""Which problems of a dataset are asked."""

from __future__ import annotations

import fnmatch
import hashlib
from collections.abc import Sequence

from bbsynth.errors import UsageError
from bbsynth.problems import Problem

__all__ = ["select"]


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
        If none is left; the message lists the families, tiers or tracks that there are.
    """
    chosen = list(problems)
    for field, wanted in (("family", families), ("tier", tiers), ("track", tracks)):
        there = {getattr(problem, field) for problem in chosen}
        for name in wanted:
            if name not in there:
                known = ", ".join(sorted(there))
                raise UsageError(f"no problem has {field} {name!r}; there is {known}")
        if wanted:
            chosen = [problem for problem in chosen if getattr(problem, field) in wanted]
    if ids:
        named: set[str] = set()
        for pattern in ids:
            found = {one.id for one in chosen if fnmatch.fnmatchcase(one.id, pattern)}
            if not found:
                raise UsageError(f"no problem has an id like {pattern!r}")
            named |= found
        chosen = [problem for problem in chosen if problem.id in named]
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
