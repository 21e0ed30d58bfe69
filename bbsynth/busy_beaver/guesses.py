"""Proof scripts for problems about machines that somebody might try without a look at them."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Final

from bbsynth._common.guess import Guess
from bbsynth.busy_beaver.certificate import kinds

__all__ = ["guesses"]

_GUESSES: Final = (
    Guess(0.2, "by decide"),
    Guess(0.0, "by simp [Machine.HaltsAfter, Machine.run, Machine.step, machine]"),
    Guess(0.0, "by intro t h; induction t <;> simp_all [Machine.run, Machine.step]"),
    Guess(0.0, "by unfold Machine.HaltsAfter; constructor <;> decide"),
    Guess(-0.5, "by refine ⟨{}, ?_, ?_⟩ <;> decide", (6.0,)),
    Guess(-1.0, "by intro t; cases t <;> simp_all"),
    Guess(-1.0, "by omega"),
    Guess(-1.5, "by grind"),
)
"""Scripts that rest on no kind of certificate."""


@functools.cache
def guesses() -> Sequence[Guess]:
    """Return these scripts, and those that rest on a kind of certificate."""
    return [*_GUESSES, *(guess for kind in kinds().values() for guess in kind.guesses)]
