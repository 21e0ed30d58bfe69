"""What can be generated in any domain: families, tracks, tiers, how many, and the seed.

A domain adds options of its own in a subclass.
"""

from __future__ import annotations

import operator
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Final

from bbsynth.errors import UsageError
from bbsynth.problems.family import TRACKS
from bbsynth.problems.registry import domain
from bbsynth.problems.tiers import TIERS

__all__ = ["MAX_LIMIT", "Options", "check_range"]

MAX_LIMIT: Final = 100_000
"""The most problems in a sample."""


@dataclass(frozen=True, kw_only=True)
class Options:
    """What to generate; the subclass of a domain says in `domain` which one that is.

    Parameters
    ----------
    families : sequence of str
        Names of families; empty for all of them.
    tracks : sequence of str
        Of ``library`` and ``bare``; empty for all in which the domain has problems.
    tiers : sequence of str
        Tiers of difficulty; empty for all of them.
    limit : int or None
        How many problems to draw (see `bbsynth.problems.stratified`); None for all there are.
    per_stratum : int or None
        How many to draw of each family, stratum and track, instead of a limit.
    seed : int
        What the draw depends on, from 0 to 2^63 - 1.

    Raises
    ------
    UsageError
        If a value is out of range, or they contradict each other.
    """

    domain: ClassVar[str]
    """The name of the domain."""

    families: Sequence[str] = ()
    tracks: Sequence[str] = ()
    tiers: Sequence[str] = ()
    limit: int | None = None
    per_stratum: int | None = None
    seed: int = 0

    def __post_init__(self) -> None:
        known = domain(self.domain).families
        for name in self.families:
            if name not in known:
                raise UsageError(f"no family is called {name!r}; there are {', '.join(known)}")
        possible = [t for t in TRACKS if any(t in one.tracks for one in known.values())]
        for what, given, names in (
            ("track", self.tracks, possible),
            ("tier", self.tiers, list(TIERS)),
        ):
            for name in given:
                if name not in names:
                    raise UsageError(f"no {what} is called {name!r}; there are {', '.join(names)}")
        for field, given, names in (
            ("families", self.families, list(known)),
            ("tracks", self.tracks, possible),
            ("tiers", self.tiers, list(TIERS)),
        ):
            object.__setattr__(self, field, tuple(n for n in names if n in given or not given))
        check_range("seed", self.seed, 0, 2**63 - 1)
        for what, value in (("limit", self.limit), ("number per stratum", self.per_stratum)):
            if value is not None:
                check_range(what, value, 1, MAX_LIMIT)
        if self.limit is not None and self.per_stratum is not None:
            raise UsageError(
                "a limit on all problems and a number for each stratum contradict each other; "
                "give one of them"
            )

    @property
    def name(self) -> str:
        """What to call the set by default."""
        return self.domain

    @property
    def complete(self) -> bool:
        """Whether all problems are made that there are."""
        return self.limit is None and self.per_stratum is None

    def manifest(self) -> dict[str, Any]:
        """Return what the manifest of a dataset says of the options."""
        return {
            "domain": self.domain,
            "families": list(self.families),
            "tracks": list(self.tracks),
            "tiers": list(self.tiers),
            "limit": self.limit,
            "per_stratum": self.per_stratum,
            "seed": self.seed,
        }


def check_range(name: str, value: object, least: int, most: int) -> None:
    """Check that a value is an integer in a range.

    Raises
    ------
    UsageError
        If it is not.
    """
    try:
        good = not isinstance(value, bool) and least <= operator.index(value) <= most  # type: ignore[arg-type]
    except TypeError:
        good = False
    if not good:
        raise UsageError(f"the {name} is an integer from {least:,} to {most:,}, not {value!r}")
