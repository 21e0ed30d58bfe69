"""Proof scripts that somebody might try who has not looked at a problem."""

from __future__ import annotations

from typing import Final, NamedTuple

__all__ = ["COMMON", "Guess"]


class Guess(NamedTuple):
    """A proof script: how plausible it is, as a logit, its text, with ``{}`` for each number in it,
    and the means of these numbers."""

    logit: float
    text: str
    means: tuple[float, ...] = ()


COMMON: Final = (
    Guess(0.2, "by decide"),
    Guess(-1.0, "by omega"),
    Guess(-1.5, "by grind"),
)
"""Scripts of tactics that know nothing of any domain."""
