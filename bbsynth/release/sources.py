"""The seam to `bbsynth.problems`: from a source of a configuration to problems.

A draw asks for more claims than are wanted, leaves out what is excluded and what says the same of
the same machine under another name, and takes of the rest as equally as possible of each family,
track, tier and stratum. If that is not enough it asks for more, until there is no more. Only what
was taken is put into words.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from bbsynth.deciders.parallel import Workers
from bbsynth.errors import UsageError
from bbsynth.problems import Problem
from bbsynth.problems.choice import Progress, choose
from bbsynth.problems.difficulty import measure
from bbsynth.problems.family import Claim, family
from bbsynth.problems.generation import in_words
from bbsynth.problems.options import MAX_LIMIT, Options
from bbsynth.problems.rendering import problem_id, subject
from bbsynth.problems.sampling import shares
from bbsynth.release.configuration import Source
from bbsynth.release.equivalence import problem_key

__all__ = ["draw", "order_key"]


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
    workers: Workers | None = None,
    progress: Progress | None = None,
) -> list[Problem]:
    """Return `size` problems of a source, not cross-checked, in an order that depends on the seed.

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
    workers : Workers, optional
        Processes that do it; without them this one does.
    progress : callable, optional
        Told how far it is.

    Raises
    ------
    UsageError
        If the source makes no sense, or does not have so many problems.
    """
    if size == 0:
        return []
    pool: list[_Candidate] = []
    before = -1
    limit = min(MAX_LIMIT, size + size // 2 + 20)
    while True:
        options = _options(source, limit, seed)
        candidates = list(
            map(_candidate, choose(options, workers=workers, progress=progress).claims)
        )
        pool = [one for one in _eligible(candidates, excluded, taken) if one.id not in ids]
        if len(pool) >= size:
            chosen = [one.claim for one in _balanced(pool, size, seed)]
            return list(
                in_words(chosen, seed=seed, checked=False, workers=workers, progress=progress)
            )
        # Of a large class more machines are drawn if more problems are asked for.
        if limit == MAX_LIMIT or len(candidates) == before:
            break
        before = len(candidates)
        limit = min(MAX_LIMIT, 3 * limit)
    raise UsageError(
        f"the source {source.class_name} has to give {size:,} problems, but there are only "
        f"{len(pool):,} (of {len(candidates):,} generated, "
        f"{len(candidates) - len(pool):,} are of another kind, or about machines that are used "
        "elsewhere); ask for fewer, or add a source"
    )


@dataclass(frozen=True)
class _Candidate:
    """A claim, and what of the problem that it becomes is known before."""

    claim: Claim
    id: str
    key: str
    stratum: tuple[str, str, str, str]


def _candidate(claim: Claim) -> _Candidate:
    kind = family(claim.family)
    machine = subject(claim)
    name = problem_id(claim)
    return _Candidate(
        claim=claim,
        id=name,
        key=problem_key(name, "" if machine is None else str(machine), claim.track),
        stratum=(claim.family, claim.stratum, claim.track, measure(claim, kind).tier),
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
    candidates: Iterable[_Candidate],
    excluded: Collection[str],
    taken: Collection[tuple[str, str, str]],
) -> Iterator[_Candidate]:
    seen = set(taken)
    for one in candidates:
        # What it claims is not compared: one problem of a family about a machine is enough.
        same = one.claim.family, one.claim.track, one.key
        if one.key not in excluded and same not in seen:
            seen.add(same)
            yield one


def _balanced(pool: Sequence[_Candidate], size: int, seed: int) -> list[_Candidate]:
    drawn = seed.to_bytes(8, "big")
    ordered = sorted(pool, key=lambda one: order_key(drawn, one.id))
    strata: dict[tuple[str, str, str, str], list[_Candidate]] = {}
    for one in ordered:
        strata.setdefault(one.stratum, []).append(one)
    families: dict[str, int] = {}
    for stratum in sorted(strata):
        families[stratum[0]] = families.get(stratum[0], 0) + len(strata[stratum])
    chosen: set[str] = set()
    for name, share in shares(size, families).items():
        of_family = {s: len(strata[s]) for s in sorted(strata) if s[0] == name}
        for stratum, count in shares(share, of_family).items():
            chosen.update(one.id for one in strata[stratum][:count])
    return [one for one in ordered if one.id in chosen]
