"""From a source of a configuration to problems.

A draw generates more claims than are wanted. It leaves out those about excluded machines, and all
but one of those that say the same of one machine under several names. Of the rest it takes equally
many of each family, track, tier and stratum, as far as there are any. If that is not enough, it
generates more, until there are no more. Only claims that were taken are put into words.

A problem of two sides, which is to be proved or refuted, has its machine for itself: another
statement about the machine, known to be true, would often tell which side is. So these problems are
taken first, one for a machine; the others come from the machines that are left.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

from bbsynth._common.progress import Progress
from bbsynth._common.workers import Workers
from bbsynth.errors import UsageError
from bbsynth.problems import Problem
from bbsynth.problems.choice import choose
from bbsynth.problems.family import Claim
from bbsynth.problems.generation import in_words
from bbsynth.problems.options import MAX_LIMIT
from bbsynth.problems.registry import domain_of, family
from bbsynth.problems.rendering import problem_id
from bbsynth.problems.stratified import shares
from bbsynth.release.configuration import Source
from bbsynth.release.equivalence import Groups, keys_of, problem_keys

__all__ = ["Earlier", "draw", "order_key"]


@dataclass(frozen=True)
class Earlier:
    """What an earlier release has published about a machine.

    Parameters
    ----------
    ids : frozenset of str
        The problems about it.
    two_sided : bool
        Whether one of them has two sides.
    split : str
        The split that it is in.
    """

    ids: frozenset[str]
    two_sided: bool
    split: str


def order_key(seed: bytes, text: str) -> bytes:
    """Return a number as bytes that depends on the seed and the text only: BLAKE2b."""
    return hashlib.blake2b(text.encode(), digest_size=16, key=seed[:64]).digest()


def draw(
    source: Source,
    size: int,
    *,
    seed: int,
    excluded: Collection[str] = (),
    beside: Collection[Problem] = (),
    earlier: Mapping[str, Earlier] | None = None,
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
        Keys (see `bbsynth.release.equivalence`) of machines that must not occur.
    beside : collection of Problem
        Problems that are there already.
    earlier : mapping from str to Earlier, optional
        What was published before, by the keys of machines.
    workers : Workers, optional
        Processes that do it; without them this one does.
    progress : callable, optional
        Told how far it is.

    Raises
    ------
    UsageError
        If the options of the source are not possible, or it does not have as many problems.
    """
    if size == 0:
        return []
    chosen: list[_Candidate] = []
    before = -1
    limit = min(MAX_LIMIT, size + size // 2 + 20)
    while True:
        options = source.make_options(limit, seed)
        candidates = list(
            map(_candidate, choose(options, workers=workers, progress=progress).claims)
        )
        pool = list(_eligible(candidates, frozenset(excluded), beside, earlier or {}))
        chosen = _chosen(pool, size, seed)
        if len(chosen) == size:
            break
        # Of a large class more machines are drawn if more problems are asked for.
        if limit == MAX_LIMIT or len(candidates) == before:
            chosen = max(chosen, _as_many(pool, size, seed), key=len)
            break
        before = len(candidates)
        limit = min(MAX_LIMIT, 3 * limit)
    if len(chosen) == size:
        claims = [one.claim for one in chosen]
        return list(in_words(claims, seed=seed, checked=False, workers=workers, progress=progress))
    raise UsageError(
        f"the source {options.name} has to give {size:,} problems, but there are only "
        f"{len(chosen):,} (of {len(candidates):,} generated, "
        f"{len(candidates) - len(chosen):,} are of another kind, or about machines that are used "
        "elsewhere); ask for fewer, or add a source"
    )


@dataclass(frozen=True)
class _Candidate:
    """A claim, and what of the problem that it becomes is known before."""

    claim: Claim
    id: str
    keys: tuple[str, ...]
    stratum: tuple[str, str, str, str]
    two_sided: bool

    @property
    def key(self) -> str:
        """The key of the machine."""
        return self.keys[0]


def _candidate(claim: Claim) -> _Candidate:
    domain = domain_of(claim.family)
    name = problem_id(claim)
    return _Candidate(
        claim=claim,
        id=name,
        keys=problem_keys(
            name,
            claim.family,
            domain.columns(domain.stated(claim)).machine,
            claim.track,
            claim.parameters,
        ),
        stratum=(claim.family, claim.stratum, claim.track, domain.rating(claim).tier),
        two_sided=family(claim.family).two_sided,
    )


def _eligible(
    candidates: Iterable[_Candidate],
    excluded: Set[str],
    beside: Collection[Problem],
    earlier: Mapping[str, Earlier],
) -> Iterator[_Candidate]:
    ids = {one.id for one in beside}
    seen: set[tuple[str, str, str]] = {
        (one.family, one.track, key) for one in beside for key in keys_of(one)
    }
    used = {key: bool(one.negation_statement) for one in beside for key in keys_of(one)}
    groups = Groups({key: known.split for key, known in earlier.items()})
    for problem in beside:
        groups.join(keys_of(problem))
    for one in candidates:
        # What it claims is not compared: one problem of a family about a machine is enough.
        same = {(one.claim.family, one.claim.track, key) for key in one.keys}
        if one.id in ids or not excluded.isdisjoint(one.keys) or not seen.isdisjoint(same):
            continue
        if any(key in used and (one.two_sided or used[key]) for key in one.keys):
            continue
        before = [earlier[key] for key in one.keys if key in earlier]
        if any(one.id not in k.ids and (one.two_sided or k.two_sided) for k in before):
            continue
        # Machines keep their splits, and it must not belong to two of them.
        if groups.join(one.keys):
            seen |= same
            yield one


def _chosen(pool: Sequence[_Candidate], size: int, seed: int) -> list[_Candidate]:
    """Return `size` candidates, or as many as there are, in an order of the seed."""
    drawn = seed.to_bytes(8, "big")
    ordered = sorted(pool, key=lambda one: order_key(drawn, one.id))
    alone: dict[str, _Candidate] = {}
    for one in ordered:
        if one.two_sided:
            alone.setdefault(one.key, one)
    others = [one for one in ordered if not one.two_sided]
    families = Counter(one.claim.family for one in (*alone.values(), *others))
    share = shares(size, dict(sorted(families.items())))
    of_two_sides = sum(share[name] for name in {one.claim.family for one in alone.values()})
    chosen = _balanced(list(alone.values()), of_two_sides)
    apart = {one.key for one in chosen}
    chosen += _balanced([one for one in others if one.key not in apart], size - len(chosen))
    ids = {one.id for one in chosen}
    return [one for one in ordered if one.id in ids]


def _as_many(pool: Sequence[_Candidate], size: int, seed: int) -> list[_Candidate]:
    """Return as many as there are: those of two sides only where no other needs the machine."""
    used = {one.key for one in pool if not one.two_sided}
    free = [one for one in pool if not one.two_sided or one.key not in used]
    return _chosen(free, size, seed)


def _balanced(ordered: Sequence[_Candidate], size: int) -> list[_Candidate]:
    strata: dict[tuple[str, str, str, str], list[_Candidate]] = {}
    for one in ordered:
        strata.setdefault(one.stratum, []).append(one)
    families: dict[str, int] = {}
    for stratum in sorted(strata):
        families[stratum[0]] = families.get(stratum[0], 0) + len(strata[stratum])
    chosen: list[_Candidate] = []
    for name, share in shares(size, families).items():
        of_family = {s: len(strata[s]) for s in sorted(strata) if s[0] == name}
        for stratum, count in shares(share, of_family).items():
            chosen += strata[stratum][:count]
    return chosen
