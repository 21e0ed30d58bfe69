"""Families of configurations with a parameter, and running a machine on all of them at once.

A *block* (w, t, p) is a word w, a string of digits, repeated t·n + p times, for a parameter n ≥ 0
that all blocks of a configuration share. A *family* C(n) is a state, a direction, and two rows of
blocks, both from left to right: those left and those right of an edge between two cells, with
blanks beyond. Facing right, the head is on the first cell right of the edge; facing left, on the
last cell left of it.

A *macro step* of a family, facing right (left is the mirror image), looks at the first block on the
right:

1. There is none: the machine makes a step on a blank.
2. The block is a literal (t = 0): the machine makes a step on its first symbol.
3. For a word u of at most ``MAX_BEHIND`` cells, which are the literals (or blanks) nearest on the
   left, the machine, put on the first cell of w in u·w alone, leaves these cells to the right, in
   the state that it came in, within 64·|u·w|·states steps, and leaves behind a word w'·u with
   |w'| = |w|. Then it crosses all t·n + p copies: on the left lie, in place of u, the block of w'
   with the same count, and u (a *shift*). The shortest such u is taken, often the empty word.
4. Otherwise, and if p ≥ 1, one copy is taken off as a literal.

In 1 and 2, the symbol written goes to the side that the head turned its back on. If there is no
such step, or the machine halts, the run ends.

Every macro step leads from C(n) to what it says for every n ≥ 0, in a number of steps of the
machine that is linear in n.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from bbsynth.busy_beaver.machines.notation import Direction, Machine

__all__ = [
    "MAX_BEHIND",
    "Block",
    "Family",
    "Linear",
    "advanced",
    "canonical",
    "facing",
    "same",
    "written",
    "written_out",
]

Block = tuple[str, int, int]
"""A word (a string of digits), and the t and p of its count t·n + p."""

MAX_BEHIND: Final = 8
"""Cells behind the head that it may take along on its way through a block."""


@dataclass(frozen=True)
class Linear:
    """The number ``slope`` · n + ``constant``."""

    slope: int
    constant: int

    def __call__(self, n: int) -> int:
        """Return the value at n."""
        return self.slope * n + self.constant

    def __add__(self, other: Linear) -> Linear:
        return Linear(self.slope + other.slope, self.constant + other.constant)

    def __str__(self) -> str:
        if not self.slope:
            return str(self.constant)
        slope = "n" if self.slope == 1 else f"{self.slope}n"
        return (
            slope
            if not self.constant
            else f"{slope} {'+-'[self.constant < 0]} " + str(abs(self.constant))
        )


@dataclass(frozen=True)
class Family:
    """Configurations C(n), n ≥ 0; see above.

    Parameters
    ----------
    state : int
        The state.
    direction : Direction
        The side of the edge that the head is on.
    left, right : tuple of Block
        The blocks on both sides, from left to right.
    """

    state: int
    direction: Direction
    left: tuple[Block, ...]
    right: tuple[Block, ...]

    def following(self) -> Family:
        """Return the family n ↦ C(n + 1)."""
        return Family(
            self.state,
            self.direction,
            tuple((word, times, plus + times) for word, times, plus in self.left),
            tuple((word, times, plus + times) for word, times, plus in self.right),
        )


def facing(direction: Direction) -> str:
    """Return a direction as statements write it."""
    return "right" if direction is Direction.RIGHT else "left"


def written(blocks: Iterable[Block]) -> str:
    """Return a row of blocks as certificates of problems write it."""
    return ",".join(f"{word}:{times}:{plus}" for word, times, plus in blocks)


def written_out(blocks: tuple[Block, ...], n: int) -> str:
    """Return the cells of a row of blocks for a value of n."""
    return "".join(word * (times * n + plus) for word, times, plus in blocks)


def advanced(machine: Machine, family: Family, macro_steps: int) -> tuple[Family, Linear] | None:
    """Return what a family becomes after some macro steps, and the machine's steps.

    None if the run ends before.
    """
    state = family.state
    way = family.direction
    # Both nearest to the edge last, and without blocks of no copies.
    left = [block for block in family.left if any(block[1:])]
    right = [block for block in reversed(family.right) if any(block[1:])]
    slope = constant = 0
    for _ in range(macro_steps):
        ahead, behind = (right, left) if way is Direction.RIGHT else (left, right)
        word, times, plus = ahead.pop() if ahead else ("0", 0, 1)
        if times:
            crossing = _crossing(machine, state, way, word, _nearest(behind, way))
            if crossing is not None:
                changed, carried, steps = crossing
                _take_off(behind, way, len(carried))
                behind.append((changed, times, plus))
                if carried:
                    behind.append((carried, 0, 1))
                slope += steps * times
                constant += steps * plus
                continue
            if plus < 1:
                return None
            ahead.append((word, times, plus - 1))
            ahead.append((word, 0, 1))
            continue
        if plus > 1:
            ahead.append((word, 0, plus - 1))
        symbol, rest = (word[0], word[1:]) if way is Direction.RIGHT else (word[-1], word[:-1])
        if rest:
            ahead.append((rest, 0, 1))
        transition = machine.transitions[state][int(symbol)]
        if transition is None or transition.halts:
            return None
        written = (str(transition.write), 0, 1)
        (left if transition.move is Direction.RIGHT else right).append(written)
        state, way = transition.next, transition.move
        constant += 1
    after = Family(state, way, tuple(left), tuple(reversed(right)))
    return after, Linear(slope, constant)


def _nearest(blocks: list[Block], way: Direction) -> str:
    """Return the ``MAX_BEHIND`` cells behind the head, fewer if a block with t > 0 comes before."""
    cells = ""
    for word, times, plus in reversed(blocks):
        if times:
            return cells
        cells = word * plus + cells if way is Direction.RIGHT else cells + word * plus
        if len(cells) >= MAX_BEHIND:
            break
    blanks = "0" * (MAX_BEHIND - len(cells))
    if way is Direction.RIGHT:
        return (blanks + cells)[-MAX_BEHIND:]
    return (cells + blanks)[:MAX_BEHIND]


def _take_off(blocks: list[Block], way: Direction, count: int) -> None:
    """Remove the `count` nearest cells, which are literals or blanks."""
    while count and blocks:
        word, _, plus = blocks.pop()
        cells = word * plus
        if len(cells) > count:
            rest = cells[:-count] if way is Direction.RIGHT else cells[count:]
            blocks.append((rest, 0, 1))
            return
        count -= len(cells)


def _crossing(
    machine: Machine, state: int, way: Direction, word: str, behind: str
) -> tuple[str, str, int] | None:
    """Return w', u and the steps of a shift, or None; see above."""
    for length in range(len(behind) + 1):
        if way is Direction.RIGHT:
            carried = behind[len(behind) - length :]
            left = _left_behind(machine, state, way, carried + word, length)
        else:
            carried = behind[:length]
            left = _left_behind(machine, state, way, word + carried, len(word) - 1)
        if left is None:
            continue
        cells, steps = left
        near, changed = (
            (cells[len(word) :], cells[: len(word)])
            if way is Direction.RIGHT
            else (cells[:length], cells[length:])
        )
        if near == carried:
            return changed, carried, steps
    return None


def _left_behind(
    machine: Machine, state: int, way: Direction, text: str, place: int
) -> tuple[str, int] | None:
    """Return the cells after a run through `text` that ends beyond, in the same state."""
    cells = list(text)
    current = state
    for step in range(1, 64 * len(cells) * machine.n_states + 1):
        transition = machine.transitions[current][int(cells[place])]
        if transition is None or transition.halts:
            return None
        cells[place] = str(transition.write)
        current = transition.next
        place += transition.move.offset
        if not 0 <= place < len(cells):
            good = transition.move is way and current == state
            return ("".join(cells), step) if good else None
    return None


def same(one: Family, other: Family) -> bool:
    """Return whether two families have the same form, up to blanks beyond the ends.

    If so, they are the same for every n. The converse holds for the families that occur in
    practice, not in general.
    """
    return _form(one) == _form(other)


def _form(family: Family) -> tuple[object, ...]:
    # A mirrored row begins with its blank end, too.
    right = tuple((word[::-1], times, plus) for word, times, plus in reversed(family.right))
    return family.state, family.direction, canonical(family.left), canonical(right)


def canonical(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return an equal row of blocks, preceded by blanks, in a form that hides how it came about.

    Words are no powers of shorter ones; every block with t > 0 is as far to the left as turning
    its word permits, and has taken in equal words next to it; literals are in one piece.
    """
    items = [_primitive(block) for block in blocks if block[0] and (block[1] or block[2])]
    while True:
        turned = _absorbed(_turned(_joined(items)))
        if turned == items:
            return tuple(turned)
        items = turned


def _primitive(block: Block) -> Block:
    word, times, plus = block
    if not times:
        return word * plus, 0, 1
    length = (word + word).index(word, 1)
    power = len(word) // length
    return word[:length], times * power, plus * power


def _joined(items: list[Block]) -> list[Block]:
    """Join neighbouring literals, and blocks of the same word; drop blanks in front."""
    joined: list[Block] = []
    for word, times, plus in items:
        if not joined and set(word) <= {"0"}:
            continue
        if not joined and not times:
            word = word.lstrip("0")
        if joined and not times and not joined[-1][1]:
            joined[-1] = (joined[-1][0] + word, 0, 1)
        elif joined and times and joined[-1][1] and joined[-1][0] == word:
            joined[-1] = (word, joined[-1][1] + times, joined[-1][2] + plus)
        else:
            joined.append((word, times, plus))
    return joined


def _turned(items: list[Block]) -> list[Block]:
    """Turn words as long as the symbol in front of a block is its last: c (uc)^k = (cu)^k c."""
    turned: list[Block] = []
    for word, times, plus in items:
        passed = ""
        # A row begins after blanks, of which there are always more.
        while times and (
            not turned[-1][1] and turned[-1][0][-1] == word[-1] if turned else word[-1] == "0"
        ):
            literal = turned.pop()[0] if turned else "0"
            passed = literal[-1] + passed
            word = word[-1] + word[:-1]
            if literal[:-1]:
                turned.append((literal[:-1], 0, 1))
        turned.append((word, times, plus))
        if passed:
            turned.append((passed, 0, 1))
    return _joined(turned)


def _absorbed(items: list[Block]) -> list[Block]:
    """Count in the copies of its word that follow a block as a literal."""
    result: list[Block] = []
    for word, times, plus in items:
        rest = word
        if result and not times and result[-1][1]:
            repeated, more, already = result[-1]
            while rest.startswith(repeated):
                rest = rest[len(repeated) :]
                already += 1
            result[-1] = (repeated, more, already)
        if rest:
            result.append((rest, times, plus))
    return _joined(result)
