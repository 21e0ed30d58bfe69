"""Translated cyclers: machines that do the same over and over, further along the tape.

The meaning of a certificate and its check are those of `loop`; `search` is the compiled search.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bbsynth.busy_beaver.certificate import Guess, Search, limits, quantity
from bbsynth.busy_beaver.loop import Loop, in_rounds
from bbsynth.busy_beaver.machines.notation import Direction

__all__ = ["KIND", "TranslatedCycler"]


@dataclass(frozen=True)
class TranslatedCycler(Loop):
    """What surrounds the head at `start` recurs `period` steps later, `shift` cells further.

    Parameters
    ----------
    start, period : int
        Times, in steps; the period is at least 1.
    direction : Direction
        Where the machine goes.
    width : int
        How far behind its position at `start` the head goes within a period.
    shift : int
        Cells that the head gains in `direction` in a period, at least 1.
    """

    kind = "translated_cycler"
    order = 20
    stratum = "translated-cycler"
    stratum_rank = 3
    weight = 2
    guesses = (
        Guess(
            2.0,
            "by exact Machine.neverHalts_of_loopLeft (start := {}) (period := {}) (width := {}) "
            "(by decide +kernel)",
            (2.0, 2.0, 1.0),
        ),
    )

    direction: Direction
    width: int = field(metadata=limits(0))
    shift: int = field(metadata=limits(1))

    @classmethod
    def searches(cls, search_steps: int, budget: int) -> list[Search]:
        """Return a search in two rounds, before those for cyclers: it finds more."""
        from bbsynth.busy_beaver.certificates.translated_cycler.search import (
            find_translated_cyclers,
        )

        return in_rounds(find_translated_cyclers, search_steps, (10, 12))

    def window(self) -> tuple[int, int, Direction]:
        return self.width, self.shift, self.direction

    def in_words(self) -> str:
        side = "left" if self.direction is Direction.LEFT else "right"
        return (
            f"Never halts: it is a translated cycler. From step {self.start:,} on it repeats "
            f"itself every {quantity(self.period, 'step', ',')}, "
            f"{quantity(self.shift, 'cell', ',')} further to the {side} each time; in between, its "
            f"head goes back at most {quantity(self.width, 'cell', ',')}."
        )

    def reason(self) -> str:
        side = "right" if self.direction is Direction.RIGHT else "left"
        return (
            f"what it does from step {self.start} on it does again from step "
            f"{self.start + self.period} on, {quantity(self.shift, 'cell')} further to the {side}, "
            "for ever"
        )


KIND = TranslatedCycler
