"""Tiers of difficulty: the same for all domains, each of which measures difficulty in its own way.

The tiers are ``easy`` below 6, ``medium`` below 9, ``hard`` below 13, and ``extreme`` from there.
These thresholds were set so that a balanced set about machines has something of each; they say
nothing yet about what any prover finds hard.
"""

from __future__ import annotations

from typing import Final, Protocol

__all__ = ["TIERS", "Rating", "tier_of"]

TIERS: Final = {"easy": 0, "medium": 6, "hard": 9, "extreme": 13}
"""The least score of each tier."""


class Rating(Protocol):
    """How hard a problem is."""

    @property
    def score(self) -> int:
        """The score, 0 or more."""

    @property
    def tier(self) -> str:
        """The tier that the score is in."""


def tier_of(score: int) -> str:
    """Return the tier of a score, which is not negative.

    Raises
    ------
    ValueError
        If it is.
    """
    if score < 0:
        raise ValueError(f"there is no difficulty {score}")
    return [name for name, least in TIERS.items() if score >= least][-1]
