"""Runs that start elsewhere than on the blank tape.

A machine is put on a short tape and followed for a while: it halts, or it is found in a loop, or
nothing is known. What is looked for is what the Lean library checks; see `BBSynth.Start` there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random
from typing import Final

from bbsynth.busy_beaver.machines import Direction, Machine

__all__ = ["Loop", "Start", "drawn_start", "fate"]

_PATIENCE: Final = 400
_LONGEST_PERIOD: Final = 100
_WATCHED_FROM: Final = (12, 60, 200)
_SYMBOLS: Final = (4, 9)


@dataclass(frozen=True)
class Start:
    """A configuration: state, head, and symbols from the cell `start` on; all others are blank."""

    state: int
    head: int
    start: int
    symbols: tuple[int, ...]


@dataclass(frozen=True)
class Loop:
    """A loop: after `start` steps, and after `period` more, all is the same from `width` cells
    behind the head on, which has moved on by `shift` cells in the direction `ahead`, -1 or 1."""

    start: int
    period: int
    width: int
    shift: int
    ahead: int


def drawn_start(machine: Machine, choice: Random) -> Start:
    """Return a random configuration whose tape begins and ends with a symbol that is not blank."""
    last = machine.n_symbols - 1
    inner = [choice.randint(0, last) for _ in range(choice.randint(*_SYMBOLS) - 2)]
    symbols = (choice.randint(1, last), *inner, choice.randint(1, last))
    start = choice.randint(-6, 2)
    head = start + choice.randrange(len(symbols))
    return Start(choice.randrange(machine.n_states), head, start, symbols)


def fate(machine: Machine, start: Start) -> int | Loop | None:
    """Return after how many steps a machine halts, or a loop that it is in, or None.

    Undefined transitions halt. Of the run a few hundred steps are looked at.
    """
    cells = {start.start + place: symbol for place, symbol in enumerate(start.symbols)}
    state, head = start.state, start.head
    heads: list[int] = []
    marks: dict[int, tuple[int, int, dict[int, int]]] = {}
    for time in range(_PATIENCE):
        if time in _WATCHED_FROM:
            marks[time] = state, head, dict(cells)
        for begin, (old, place, tape) in marks.items():
            if begin < time <= begin + _LONGEST_PERIOD and state == old:
                loop = _loop(tape, cells, [*heads[begin:], head], begin, time - begin, place)
                if loop is not None:
                    return loop
        heads.append(head)
        transition = machine.transitions[state][cells.get(head, 0)]
        if transition is None or transition.halts:
            return time + 1
        cells[head] = transition.write
        head += 1 if transition.move is Direction.RIGHT else -1
        state = transition.next
    return None


def _loop(
    old: dict[int, int],
    new: dict[int, int],
    heads: Sequence[int],
    begin: int,
    period: int,
    place: int,
) -> Loop | None:
    """Return the loop if both tapes are the same ahead, as seen from the heads."""
    shift = heads[-1] - place
    for ahead in (1, -1) if shift == 0 else (1 if shift > 0 else -1,):
        width = max(0, *(ahead * (place - head) for head in heads))
        reach = max(map(abs, (*old, *new, place, heads[-1]))) + width + abs(shift) + 1
        cells = range(-width, 2 * reach)
        if all(old.get(place + ahead * i, 0) == new.get(heads[-1] + ahead * i, 0) for i in cells):
            return Loop(begin, period, width, abs(shift), ahead)
    return None
