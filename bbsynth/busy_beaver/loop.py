"""Loops: what surrounds the head of a machine comes back, at the same place or further along.

The meaning of a certificate, for direction right (left is the mirror image). Let h be the head
position at time ``start`` and h' the one at time ``start + period``. Then the machine has not
halted up to ``start + period``, and

- the states at the two times are equal;
- from ``start`` to ``start + period`` the head is never left of h - ``width``;
- h' - h = ``shift``, and the cells h'-1, …, h'-``width`` at the end hold what the cells h-1, …,
  h-``width`` held at the start;
- so do the cells h'+j and h+j, for every j ≥ 0.

What happens next depends only on the state and on those cells, so it is the same again ``shift``
cells further, and again: the machine never halts. (The second period reads no cell left of
h' - ``width``, which is where the agreement ends.)

The check follows these words, in plain Python (see `plain_run`).
"""

from __future__ import annotations

import abc
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from bbsynth.busy_beaver import reference
from bbsynth.busy_beaver.certificate import MAX_CHECKED_STEPS, Certificate, Search, limits
from bbsynth.busy_beaver.machines.notation import Direction, Machine
from bbsynth.busy_beaver.plain_run import run_plainly

__all__ = ["Loop", "in_rounds"]

_FIRST_SEARCH: Final = 64


@dataclass(frozen=True)
class Loop(Certificate):
    """What a loop at one place and one that moves have in common; see above.

    Parameters
    ----------
    start, period : int
        Times, in steps; the period is at least 1.
    """

    plain = True

    start: int = field(metadata=limits(0))
    period: int = field(metadata=limits(1))

    @abc.abstractmethod
    def window(self) -> tuple[int, int, Direction]:
        """Return the width, the shift, and the direction."""

    def check(self, machine: Machine) -> bool:
        """Run the machine to the end of the period, and compare what is around the head."""
        if self.start + self.period > MAX_CHECKED_STEPS:
            return False
        width, shift, direction = self.window()
        way = direction.offset
        tape: dict[int, int] = {}
        start = run_plainly(machine, tape, 0, 0, self.start)
        if start is None:
            return False
        before = dict(tape)
        end = run_plainly(machine, tape, start.head, start.state, self.period)
        if end is None or end.state != start.state or (end.head - start.head) * way != shift:
            return False
        if (start.head - end.first if way > 0 else end.last - start.head) > width:
            return False
        # Cells are compared by their distance from the head, ahead positive; those not in either
        # dict are blank on both sides, and those more than `width` behind do not matter.
        distances = {(cell - start.head) * way for cell in before}
        distances |= {(cell - end.head) * way for cell in tape}
        return all(
            before.get(start.head + distance * way, 0) == tape.get(end.head + distance * way, 0)
            for distance in distances
            if distance >= -width
        )

    def facts(self, machine: Machine) -> dict[str, int | str]:
        """Return all of it."""
        return self.to_dict()

    def marked_times(self) -> list[tuple[int, str]]:
        """Return the beginning and the end of a period."""
        return [(self.start, "start"), (self.start + self.period, "again")]

    @classmethod
    def verify(cls, table: reference.Table, facts: Mapping[str, int | str]) -> str | None:
        """Follow the loop once, and compare what surrounds the head."""
        return reference.check_loop(
            table,
            start=int(facts["start"]),
            period=int(facts["period"]),
            width=int(facts["width"]),
            shift=int(facts.get("shift", 0)),
            ahead=-1 if facts.get("direction") == "L" else 1,
        )


def in_rounds(
    find: Callable[..., Sequence[Certificate | None]], search_steps: int, ranks: tuple[int, int]
) -> list[Search]:
    """Return searches for loops in two rounds: most show at once, and the search for one kind runs
    a machine of the other to the end, so all machines are searched a little way first."""
    lengths = sorted({min(_FIRST_SEARCH, search_steps), search_steps})
    rounds = zip(ranks, lengths, strict=False)
    return [Search(rank, partial(find, max_steps=steps)) for rank, steps in rounds]
