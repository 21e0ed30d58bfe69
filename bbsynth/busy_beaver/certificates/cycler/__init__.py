"""Cyclers: machines whose whole configuration recurs.

The meaning of a certificate and its check are those of `loop`, for a shift of 0; `search` is the
compiled search.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bbsynth.busy_beaver.certificate import Guess, Search, limits, quantity
from bbsynth.busy_beaver.loop import Loop, in_rounds
from bbsynth.busy_beaver.machines.notation import Direction

__all__ = ["KIND", "Cycler"]


@dataclass(frozen=True)
class Cycler(Loop):
    """The configuration at `start` recurs `period` steps later.

    Parameters
    ----------
    start, period : int
        Times, in steps; the period is at least 1.
    width : int
        How far left of its position at `start` the head goes within a period.
    """

    kind = "cycler"
    order = 10
    stratum = "cycler"
    stratum_rank = 2
    weight = 1
    guesses = (
        Guess(
            2.0,
            "by exact Machine.neverHalts_of_loopRight (start := {}) (period := {}) (width := {}) "
            "(by decide +kernel)",
            (2.0, 2.0, 1.0),
        ),
    )

    width: int = field(metadata=limits(0))

    @classmethod
    def searches(cls, search_steps: int, budget: int) -> list[Search]:
        from bbsynth.busy_beaver.certificates.cycler.search import find_cyclers

        return in_rounds(find_cyclers, search_steps, (11, 13))

    def window(self) -> tuple[int, int, Direction]:
        return self.width, 0, Direction.RIGHT

    def in_words(self) -> str:
        return (
            "Never halts: it is a cycler. The configuration after "
            f"{quantity(self.start, 'step', ',')} comes back every "
            f"{quantity(self.period, 'step', ',')}."
        )

    def reason(self) -> str:
        end = quantity(self.start + self.period, "step")
        return f"its configurations after {self.start} and {end} are equal"


KIND = Cycler
