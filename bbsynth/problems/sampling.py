"""Drawing a sample of problems that is balanced between families and strata.

Every claim has a key, a number that depends on the seed, the family and the machine only: the
BLAKE2b hash of the three. Of each stratum those with the smallest keys are taken. This is a sample
without replacement in which each claim of a stratum is as likely as any other; it is drawn in one
pass over a stream, and does not depend on the order of the stream. A larger sample with the same
seed contains the smaller one, as long as no stratum runs out.

How many are taken of each: the families get equal shares, and within a family its strata do. Who
has fewer claims than its share gives all it has, and what is missing is shared equally among the
others; what cannot be shared equally goes to the first in the order of their names.
"""

from __future__ import annotations

import hashlib
import heapq
from collections.abc import Mapping, Sequence
from typing import TypeVar

from bbsynth.problems.family import Claim

__all__ = ["Sample", "shares"]

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
    strata : sequence of (str, str)
        Family and stratum of every kind of claim.
    """

    def __init__(self, limit: int | None, seed: int, strata: Sequence[tuple[str, str]]) -> None:
        self._limit = limit
        self._key = str(seed).encode()
        self._offered = dict.fromkeys(strata, 0)
        # Per stratum a heap of (minus key, order, claim): the largest key comes off first.
        self._drawn: dict[tuple[str, str], list[tuple[int, int, Claim]]] = {
            stratum: [] for stratum in strata
        }
        self._order = 0

    @property
    def offered(self) -> Mapping[tuple[str, str], int]:
        """How many claims there were of each (family, stratum)."""
        return dict(self._offered)

    def offer(self, claim: Claim) -> None:
        """Consider the next claim of the stream."""
        stratum = claim.family, claim.stratum
        self._offered[stratum] += 1
        self._order += 1
        drawn = self._drawn[stratum]
        if self._limit is None:
            drawn.append((0, self._order, claim))
            return
        entry = (-self._draw_key(claim), self._order, claim)
        if len(drawn) < self._limit:
            heapq.heappush(drawn, entry)
        else:
            heapq.heappushpop(drawn, entry)

    def _draw_key(self, claim: Claim) -> int:
        text = f"{claim.family} {claim.machine}".encode()
        digest = hashlib.blake2b(text, digest_size=16, key=self._key)
        return int.from_bytes(digest.digest(), "big")

    def claims(self) -> list[Claim]:
        """Return the sample, in the order in which the claims came."""
        wanted = dict(self._offered)
        if self._limit is not None:
            families: dict[str, int] = {}
            for (family, _), offered in self._offered.items():
                families[family] = families.get(family, 0) + offered
            for family, share in shares(self._limit, families).items():
                of_family = {key: n for key, n in self._offered.items() if key[0] == family}
                wanted.update(shares(share, of_family))
        chosen = [
            (order, claim)
            for stratum, drawn in self._drawn.items()
            for _, order, claim in sorted(drawn, key=lambda entry: -entry[0])[: wanted[stratum]]
        ]
        return [claim for _, claim in sorted(chosen, key=lambda entry: entry[0])]
