"""How a counter counts, movement by movement, for proofs that people read."""

from __future__ import annotations

from dataclasses import dataclass

from bbsynth.busy_beaver.deciders.counter import Counter, find_counter
from bbsynth.busy_beaver.deciders.counter_check import movement_times
from bbsynth.busy_beaver.machines import Machine

__all__ = ["Counting", "counting"]


@dataclass(frozen=True)
class Counting:
    """The movements of a counter. Words are in the direction in which it faces.

    Parameters
    ----------
    counter : Counter
        The counter.
    out, back, home : int
        Steps to cross a digit, to come back over it, and to turn at the end of the tape.
    turns : tuple of (str, str, int)
        What is counted up, what it becomes, and in how many steps: each digit but the last, and
        then the blanks.
    """

    counter: Counter
    out: int
    back: int
    home: int
    turns: tuple[tuple[str, str, int], ...]

    @property
    def carries(self) -> int:
        """The steps of the carries over no digits together, without that at the blanks."""
        return sum(steps for _, _, steps in self.turns[:-1]) + self.home * (len(self.turns) - 1)


def counting(notation: str) -> Counting:
    """Return how a machine counts that is known to be a counter."""
    machine = Machine.parse(notation)
    counter = find_counter(machine)
    times = None if counter is None else movement_times(machine, counter)
    if counter is None or times is None:
        raise ValueError(f"{notation} is not a counter")
    digits = counter.digits
    words = [*digits[:-1], "0" * len(counter.crossed)]
    become = [*digits[1:], digits[counter.first]]
    return Counting(
        counter=counter,
        out=times["out"],
        back=times["back"],
        home=times["home"],
        turns=tuple(
            (word, after, times[f"turn {number}"])
            for number, (word, after) in enumerate(zip(words, become, strict=True))
        ),
    )
