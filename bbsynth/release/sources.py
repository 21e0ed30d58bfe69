"""The seam to `bbsynth.problems`: from a source of a configuration to problems.

A draw asks `generate` for more than is wanted, leaves out what is excluded and what says the same
of the same machine under another name, and takes of the rest as equally as possible of each family,
track, tier and stratum. If that is not enough it asks for more, until there is no more.
"""

from __future__ import annotations

import dataclasses
import hashlib
import tempfile
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any

from bbsynth.errors import UsageError
from bbsynth.problems import Dataset, Problem
from bbsynth.problems.generation import generate
from bbsynth.problems.options import MAX_LIMIT, Options
from bbsynth.problems.sampling import shares
from bbsynth.release import facets
from bbsynth.release.configuration import Source

__all__ = ["Progress", "draw", "order_key"]

Progress = Callable[[str, int, int | None], None]
"""Called now and then with what is being done, how many are done, and of how many if known."""


def order_key(seed: bytes, text: str) -> bytes:
    """Return a number as bytes that depends on the seed and the text only: BLAKE2b."""
    return hashlib.blake2b(text.encode(), digest_size=16, key=seed[:64]).digest()


def draw(
    source: Source,
    size: int,
    *,
    seed: int,
    excluded: Collection[str] = (),
    taken: Collection[tuple[str, str, str]] = (),
    ids: Collection[str] = (),
    progress: Progress | None = None,
) -> list[Problem]:
    """Return `size` problems of a source, in an order that depends on the seed.

    Parameters
    ----------
    source : Source
        Where they come from.
    size : int
        How many.
    seed : int
        What the draw depends on, from 0 to 2^63 - 1.
    excluded : collection of str
        Keys (see `bbsynth.release.facets.key`) of machines that must not occur.
    taken : collection of (str, str, str)
        Family, track and key of problems that are there already.
    ids : collection of str
        Ids of problems that are there already.
    progress : callable, optional
        Told how far it is.

    Raises
    ------
    UsageError
        If the source makes no sense, or does not have so many problems.
    """
    if size == 0:
        return []
    pool: list[Problem] = []
    before = -1
    limit = min(MAX_LIMIT, size + size // 2 + 20)
    while True:
        options = _options(source, limit, seed)
        with tempfile.TemporaryDirectory(prefix="bbsynth-release-") as folder:
            summary = generate(options, Path(folder) / "set", progress=progress)
            problems = list(Dataset.open(Path(folder) / "set"))
        pool = [one for one in _eligible(source, problems, excluded, taken) if one.id not in ids]
        if len(pool) >= size:
            return _balanced(pool, size, seed)
        # Of a large class more machines are drawn if more problems are asked for.
        if limit == MAX_LIMIT or len(problems) == before:
            break
        before = len(problems)
        limit = min(MAX_LIMIT, 3 * limit)
    raise UsageError(
        f"the source {source.class_name} has to give {size:,} problems, but there are only "
        f"{len(pool):,} (of {summary.n_problems:,} generated, "
        f"{len(problems) - len(pool):,} are of another kind, or about machines that are used "
        "elsewhere); ask for fewer, or add a source"
    )


def _options(source: Source, limit: int, seed: int) -> Options:
    known = {field.name for field in dataclasses.fields(Options)}
    unknown = set(source.options) - known
    if unknown:
        raise UsageError(
            f"the source {source.class_name} has options that `generate` does not know: "
            f"{', '.join(sorted(unknown))}; it knows {', '.join(sorted(known))}"
        )
    named: dict[str, Any] = dict(source.options)
    if source.states is not None:
        named.update(states=source.states, symbols=source.symbols)
    return Options(
        families=tuple(source.families),
        tracks=tuple(source.tracks),
        tiers=tuple(source.tiers),
        limit=limit,
        seed=seed,
        max_steps=source.max_steps,
        **named,
    )


def _eligible(
    source: Source,
    problems: Iterable[Problem],
    excluded: Collection[str],
    taken: Collection[tuple[str, str, str]],
) -> list[Problem]:
    tracks, tiers, seen = set(source.tracks), set(source.tiers), set(taken)
    found = []
    for problem in problems:
        if tracks and facets.track(problem) not in tracks:
            continue
        if tiers and facets.tier(problem) not in tiers:
            continue
        key = facets.key(problem)
        # What it claims is not compared: one problem of a family about a machine is enough.
        same = problem.family, facets.track(problem), key
        if key in excluded or same in seen:
            continue
        seen.add(same)
        found.append(problem)
    return found


def _balanced(pool: list[Problem], size: int, seed: int) -> list[Problem]:
    drawn = seed.to_bytes(8, "big")
    ordered = sorted(pool, key=lambda problem: order_key(drawn, problem.id))
    strata: dict[tuple[str, str, str, str], list[Problem]] = {}
    for problem in ordered:
        strata.setdefault(facets.stratum(problem), []).append(problem)
    families: dict[str, int] = {}
    for stratum in sorted(strata):
        families[stratum[0]] = families.get(stratum[0], 0) + len(strata[stratum])
    chosen: set[str] = set()
    for family, share in shares(size, families).items():
        of_family = {s: len(strata[s]) for s in sorted(strata) if s[0] == family}
        for stratum, count in shares(share, of_family).items():
            chosen.update(problem.id for problem in strata[stratum][:count])
    return [problem for problem in ordered if problem.id in chosen]
