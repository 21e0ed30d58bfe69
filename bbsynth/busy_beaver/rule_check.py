"""Whether the Lean library's check of a rule will succeed.

The kernel brings rows of words into a normal form as it goes, and stops where it meets a
configuration again; `bbsynth.busy_beaver.parametric` compares rows in another way. So a
rule that has been found is followed here once more, with the kernel's own steps (see
``lean/BBSynth/Rules.lean``), and is left alone if it does not come round. Nothing is taken on trust
from this: Lean checks.

A side of the tape is a list of items, the nearest to the head first: a cell, which is a number, or
a block, which is a word, nearest symbol first, and how many times m it is repeated, for a parameter
m. No blank cell and no blank block comes last.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from bbsynth.busy_beaver.machines import Direction, Machine
from bbsynth.busy_beaver.parametric import Block

__all__ = ["Crossing", "Halfway", "Leg", "halfway", "rule_holds", "way"]

_Word = tuple[int, ...]
_Item = int | tuple[_Word, int]
_Side = list[_Item]

_MOST_CARRIED: Final = 8
_MOST_STEPS: Final = 1_000


def rule_holds(
    machine: Machine,
    state: int,
    direction: Direction,
    left: tuple[Block, ...],
    right: tuple[Block, ...],
    *,
    fuel: int,
) -> tuple[int, int] | None:
    """Return a and b such that C(m) leads to C(m + 1) in a * m + b steps; None if it does not.

    Parameters
    ----------
    machine : Machine
        The machine.
    state, direction, left, right
        The configurations, as in `bbsynth.busy_beaver.parametric.Family`.
    fuel : int
        Macro steps to make at most.
    """
    now = _Stage(machine, state, direction, left, right, 0)
    goal = _Stage(machine, state, direction, left, right, 1)
    for _ in range(fuel):
        if now.same(goal):
            return now.slope, now.constant
        if not now.advance():
            return None
    return None


@dataclass(frozen=True)
class Halfway:
    """Configurations D(m) that a machine comes to on its way from C(m) to C(m + 1).

    Parameters
    ----------
    state, direction, left, right
        The configurations, as in `bbsynth.busy_beaver.parametric.Family`.
    slope, constant : int
        slope * m + constant steps lead from C(m) to D(m).
    """

    state: int
    direction: Direction
    left: tuple[Block, ...]
    right: tuple[Block, ...]
    slope: int
    constant: int


@dataclass(frozen=True)
class Crossing:
    """How the head crosses a block, one word after the other.

    Parameters
    ----------
    word : str
        The word that is repeated, as it stands on the tape from left to right.
    times : int
        The block is the word times * m times in a row.
    becomes : str
        What each word becomes.
    carried : str
        Cells behind the head that are looked at, and are the same before and after each word.
    steps : int
        Steps for each word.
    direction : Direction
        Where to.
    """

    word: str
    times: int
    becomes: str
    carried: str
    steps: int
    direction: Direction


@dataclass(frozen=True)
class Leg:
    """A part of the way of a machine from C(m): single steps, or the crossing of a block.

    Parameters
    ----------
    steps : int
        How many single steps; 0 if it is a crossing.
    crossing : Crossing or None
        The crossing, if it is one.
    after : Halfway
        Where the machine is then, and after how many steps in all.
    """

    steps: int
    crossing: Crossing | None
    after: Halfway


def way(
    machine: Machine,
    state: int,
    direction: Direction,
    left: tuple[Block, ...],
    right: tuple[Block, ...],
    *,
    slope: int,
    constant: int,
) -> list[Leg]:
    """Return the way of a machine in its first slope * m + constant steps from C(m).

    Parameters are as in `rule_holds`. Single steps that follow each other are one leg.

    Raises
    ------
    ValueError
        If there is no such way.
    """
    now = _Stage(machine, state, direction, left, right, 0)
    legs: list[Leg] = []
    single = 0
    while (now.slope, now.constant) != (slope, constant):
        if now.slope > slope or now.constant > constant:
            raise ValueError(f"{machine} does not come there in {slope} * m + {constant} steps")
        here = now.written()
        crossing = now.advance()
        if crossing is False:
            raise ValueError(f"{machine} does not go on in {here}")
        if crossing is True:
            single += 1
            continue
        if single:
            legs.append(Leg(single, None, here))
            single = 0
        legs.append(Leg(0, crossing, now.written()))
    if single:
        legs.append(Leg(single, None, now.written()))
    return legs


def halfway(
    machine: Machine,
    state: int,
    direction: Direction,
    left: tuple[Block, ...],
    right: tuple[Block, ...],
    *,
    fuel: int,
) -> list[Halfway]:
    """Return what a machine comes to after it has crossed a block and before it crosses the last.

    Parameters are as in `rule_holds`, which has to hold. Of the configurations between two
    crossings that is returned in which the machine is when it turns to the next block.
    """
    now = _Stage(machine, state, direction, left, right, 0)
    goal = _Stage(machine, state, direction, left, right, 1)
    found: list[Halfway] = []
    for _ in range(fuel):
        if now.same(goal):
            break
        slope, crosses = now.slope, bool(now.ahead) and not isinstance(now.ahead[0], int)
        here = now.written() if crosses and slope else None
        if not now.advance():
            return []
        if here is not None:
            again = _Stage(machine, here.state, here.direction, here.left, here.right, 0)
            if again.written() == replace(here, slope=0, constant=0):
                found.append(here)
    return found


class _Stage:
    """A configuration with a parameter, and the time since the beginning."""

    def __init__(
        self,
        machine: Machine,
        state: int,
        direction: Direction,
        left: tuple[Block, ...],
        right: tuple[Block, ...],
        shift: int,
    ) -> None:
        self.machine = machine
        self.state = state
        self.direction = direction
        mirrored = tuple((word[::-1], times, plus) for word, times, plus in reversed(left))
        sides = _side(mirrored, shift), _side(right, shift)
        self.behind, self.ahead = sides if direction is Direction.RIGHT else sides[::-1]
        self.slope = self.constant = 0

    def same(self, other: _Stage) -> bool:
        """Whether the configurations are equal."""
        return (self.state, self.direction, self.behind, self.ahead) == (
            other.state,
            other.direction,
            other.behind,
            other.ahead,
        )

    def written(self) -> Halfway:
        """Return the configuration as rows of blocks, from left to right."""
        sides = self.behind, self.ahead
        left, right = sides if self.direction is Direction.RIGHT else sides[::-1]
        mirrored = tuple((word[::-1], times, plus) for word, times, plus in reversed(_row(left)))
        return Halfway(self.state, self.direction, mirrored, _row(right), self.slope, self.constant)

    def advance(self) -> bool | Crossing:
        """Make a step, or cross a block, which is returned; False if neither is possible."""
        first: _Item = self.ahead[0] if self.ahead else 0
        if isinstance(first, int):
            return self._step(first)
        word, times = first
        for length in range(_MOST_CARRIED + 1):
            carried = _nearest(self.behind, length)
            if carried is None:
                return False
            left = self._crossing(carried, word)
            if left is not None:
                changed, steps = left
                rest = self.behind[length:]
                self.behind = _push_cells(carried, _push_block(changed, times, rest))
                self.ahead = self.ahead[1:]
                self.slope += steps * times
                return self._described(word, times, changed, carried, steps)
        return False

    def _described(
        self, word: _Word, times: int, changed: _Word, carried: _Word, steps: int
    ) -> Crossing:
        forward = self.direction is Direction.RIGHT
        # What is ahead is known nearest first, and so is what is behind.
        order = slice(None, None, 1 if forward else -1)
        behind = slice(None, None, -1 if forward else 1)
        return Crossing(
            word="".join(map(str, word[order])),
            times=times,
            becomes="".join(map(str, changed[behind])),
            carried="".join(map(str, carried[behind])),
            steps=steps,
            direction=self.direction,
        )

    def _step(self, symbol: int) -> bool:
        transition = self.machine.transitions[self.state][symbol]
        if transition is None or transition.halts:
            return False
        rest = self.ahead[1:]
        if transition.move is self.direction:
            self.behind, self.ahead = _push_cell(transition.write, self.behind), rest
        else:
            self.behind, self.ahead = _push_cell(transition.write, rest), self.behind
        self.direction = transition.move
        self.state = transition.next
        self.constant += 1
        return True

    def _crossing(self, carried: _Word, word: _Word) -> tuple[_Word, int] | None:
        """Return what a word becomes when the head crosses it, and the steps; None if it fails."""
        behind, ahead = list(carried), list(word)
        state, way = self.state, self.direction
        steps = 0
        while ahead:
            transition = self.machine.transitions[state][ahead[0]]
            if transition is None or transition.halts or steps >= _MOST_STEPS:
                return None
            if transition.move is way:
                behind, ahead = [transition.write, *behind], ahead[1:]
            else:
                behind, ahead = [transition.write, *ahead[1:]], behind
            state, way = transition.next, transition.move
            steps += 1
        if (state, way) != (self.state, self.direction):
            return None
        if tuple(behind[: len(carried)]) != carried:
            return None
        return tuple(behind[len(carried) :]), steps


def _nearest(side: _Side, length: int) -> _Word | None:
    """Return the nearest cells of a side, blanks beyond its end; None if a block is among them."""
    cells: list[int] = []
    for item in side[:length]:
        if not isinstance(item, int):
            return None
        cells.append(item)
    return tuple(cells + [0] * (length - len(cells)))


def _side(row: tuple[Block, ...], shift: int) -> _Side:
    """Return the side of a row of blocks, nearest first, for the parameter m + shift."""
    side: _Side = []
    for text, times, plus in reversed(row):
        word = tuple(map(int, text))
        if times:
            side = _push_block(word, times, side)
        for _ in range(times * shift + plus):
            side = _push_cells(word, side)
    return side


def _row(side: _Side) -> tuple[Block, ...]:
    """Return a side as a row of blocks, nearest first, cells in a row as one word."""
    row: list[Block] = []
    for item in side:
        if not isinstance(item, int):
            row.append(("".join(map(str, item[0])), item[1], 0))
        elif row and not row[-1][1]:
            row[-1] = (f"{row[-1][0]}{item}", 0, 1)
        else:
            row.append((str(item), 0, 1))
    return tuple(row)


def _push_cell(symbol: int, side: _Side) -> _Side:
    return [] if not side and symbol == 0 else [symbol, *side]


def _push_cells(word: _Word, side: _Side) -> _Side:
    for symbol in reversed(word):
        side = _push_cell(symbol, side)
    return side


def _push_block(word: _Word, times: int, side: _Side) -> _Side:
    """Put a block on a side; equal cells beyond it are passed through it, to its near end."""
    if not side:
        if not any(word):
            return []
        blanks = next(place for place, symbol in enumerate(word) if symbol)
        return _push_cells((0,) * blanks, [(word[blanks:] + word[:blanks], times)])
    first = side[0]
    if isinstance(first, int):
        if first == word[0]:
            return _push_cell(first, _push_block(word[1:] + word[:1], times, side[1:]))
        return [(word, times), *side]
    if first[0] == word:
        return [(word, times + first[1]), *side[1:]]
    return [(word, times), *side]
