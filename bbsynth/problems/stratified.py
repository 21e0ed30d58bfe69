"""Drawing a sample of problems that is balanced and repeats itself as little as possible.

A *stratum* is a family, a part of it, and a track. Every claim has a key, a number that depends on
the seed, the family, the subject and the track only: the BLAKE2b hash of these. Of each stratum the
claims with the smallest keys are looked at, at most `POOL` of them; this is a uniform sample
without replacement, drawn in one pass over a stream, that does not depend on the order of the
stream. Of these, two that are about subjects which are the same for the domain, such as machines
that differ in names of states or symbols only, count as one. The others are put in order: first one
of each *shape*, then a second of each, and so on, in the order of the keys; two claims have the
same shape if the domain says so of their proofs, as where their certificates are equal. So long
runs and rare certificates come before the hundredth machine that halts after five steps. What is
taken of a stratum is a beginning of this order: a larger sample with the same seed contains the
smaller one, as long as no stratum runs out.

How many are taken of each: the families get equal shares, and within a family its strata do, but
that bare problems are one in `BARE_SHARE`, as checking the long proofs of these takes most of the
time. Who has fewer claims than its share gives all it has, and what is missing is shared equally
among the others; what cannot be shared equally goes to the first in the order of their names.
"""

from __future__ import annotations

import hashlib
import heapq
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final, TypeVar

from bbsynth.problems.family import Claim
from bbsynth.problems.registry import domain_of

__all__ = ["BARE_SHARE", "POOL", "Sample", "Stratum", "shares"]

POOL: Final = 300
"""Claims of a stratum that are looked at, unless more are asked for."""

BARE_SHARE: Final = 10
"""Of so many problems of a family in a sample of both tracks one is bare."""

Stratum = tuple[str, str, str]
"""Family, part of it, and track."""

_Name = TypeVar("_Name")


def shares(total: int, available: Mapping[_Name, int]) -> dict[_Name, int]:
    """Return how many to take of each, as equal as possible; see the module for the rule.

    Examples
    --------
    >>> shares(10, {"a": 9, "b": 2, "c": 9})
    {'a': 4, 'b': 2, 'c': 4}
    """
    taken = dict.fromkeys(available, 0)
    left = min(total, sum(available.values()))
    while left:
        open_ = [name for name in available if taken[name] < available[name]]
        each = left // len(open_)
        for name in open_:
            more = min(each, available[name] - taken[name]) if each else min(1, left)
            taken[name] += more
            left -= more
    return taken


class Sample:
    """A sample that is being drawn from a stream of claims.

    Parameters
    ----------
    limit : int or None
        How many claims to draw; None for all of them.
    seed : int
        What the draw depends on.
    strata : sequence of (str, str, str)
        All kinds of claim.
    per_stratum : int, optional
        How many claims to draw of each stratum, instead of a limit.
    """

    def __init__(
        self,
        limit: int | None,
        seed: int,
        strata: Sequence[Stratum],
        *,
        per_stratum: int | None = None,
    ) -> None:
        self._limit = limit
        self._per_stratum = per_stratum
        self._pool = max(POOL, limit or 0, per_stratum or 0)
        self._key = str(seed).encode()
        self._offered = dict.fromkeys(strata, 0)
        # Per stratum a heap of (minus key, order, claim): the largest key comes off first.
        self._drawn: dict[Stratum, list[tuple[int, int, Claim]]] = {
            stratum: [] for stratum in strata
        }
        self._order = 0

    @property
    def offered(self) -> Mapping[Stratum, int]:
        """How many claims there were of each stratum."""
        return dict(self._offered)

    @property
    def takes_all(self) -> bool:
        """Whether every claim is taken."""
        return self._limit is None and self._per_stratum is None

    def offer(self, claim: Claim) -> None:
        """Consider the next claim of the stream."""
        stratum = claim.family, claim.stratum, claim.track
        self._offered[stratum] += 1
        self._order += 1
        drawn = self._drawn[stratum]
        if self.takes_all:
            drawn.append((0, self._order, claim))
            return
        entry = (-self._draw_key(claim), self._order, claim)
        if len(drawn) < self._pool:
            heapq.heappush(drawn, entry)
        else:
            heapq.heappushpop(drawn, entry)

    def _draw_key(self, claim: Claim) -> int:
        subject = claim.label if claim.subject is None else claim.subject
        text = f"{claim.family} {subject} {claim.track}".encode()
        digest = hashlib.blake2b(text, digest_size=16, key=self._key)
        return int.from_bytes(digest.digest(), "big")

    def claims(self) -> list[Claim]:
        """Return the sample, in the order in which the claims came."""
        if self.takes_all:
            everything = [entry for drawn in self._drawn.values() for entry in drawn]
            return [claim for _, _, claim in sorted(everything, key=lambda entry: entry[1])]
        forms: dict[Any, str] = {}
        ordered = {stratum: _ordered(drawn, forms) for stratum, drawn in self._drawn.items()}
        wanted = self._wanted({stratum: len(entries) for stratum, entries in ordered.items()})
        chosen = [
            entry for stratum, entries in ordered.items() for entry in entries[: wanted[stratum]]
        ]
        return [claim for _, claim in sorted(chosen, key=lambda entry: entry[0])]

    def _wanted(self, available: Mapping[Stratum, int]) -> Mapping[Stratum, int]:
        if self._per_stratum is not None:
            return {stratum: min(n, self._per_stratum) for stratum, n in available.items()}
        families: Counter[str] = Counter()
        for (family, _, _), count in available.items():
            families[family] += count
        wanted: dict[Stratum, int] = {}
        for family, share in shares(self._limit or 0, families).items():
            wanted.update(
                _of_family(share, {key: n for key, n in available.items() if key[0] == family})
            )
        return wanted


def _of_family(total: int, available: Mapping[Stratum, int]) -> dict[Stratum, int]:
    """Return how many to take of each stratum of a family."""
    bare = {key: n for key, n in available.items() if key[2] == "bare"}
    others = {key: n for key, n in available.items() if key[2] != "bare"}
    few = (total + BARE_SHARE // 2) // BARE_SHARE
    few = max(min(few, sum(bare.values())), total - sum(others.values()))
    return {**shares(total - few, others), **shares(few, bare)}


def _ordered(drawn: list[tuple[int, int, Claim]], known: dict[Any, str]) -> list[tuple[int, Claim]]:
    """Return what to take of a stratum, the first first, each with its place in the stream.

    Subjects are in many strata, and their keys are kept in `known`.
    """
    forms: set[str] = set()
    seen: Counter[str] = Counter()
    ranked: list[tuple[int, int, int, Claim]] = []
    for key, order, claim in sorted(drawn, key=lambda entry: (-entry[0], entry[1])):
        domain = domain_of(claim.family)
        form = claim.label
        if claim.subject is not None:
            form = known.get(claim.subject) or domain.same(claim.subject)
            known[claim.subject] = form
        if form in forms:
            continue
        forms.add(form)
        shape = claim.label if claim.subject is None else domain.shape(claim)
        ranked.append((seen[shape], -key, order, claim))
        seen[shape] += 1
    ranked.sort(key=lambda entry: entry[:3])
    return [(order, claim) for _, _, order, claim in ranked]
