"""Repeated word lists: tapes as words with exponents, closed under runs through a word.

The method is from [1]_. With ``length`` = b and ``threshold`` = T:

- A *block* is a word of b symbols (read from left to right) with a count: "exactly c times" with
  1 ≤ c < T, or "T times or more".
- A *side* is a list of blocks, the nearest to the head first, neighbours with different words,
  and behind the last one the blank tape. The last word is not blank.
- A *description* is (state, direction, left side, right side). Facing right, the head is on the
  first cell of what is right of it; facing left, on the last cell of what is left of it.

A step of a description, facing right (left is the mirror image):

1. One word is taken off the right side. From an empty side it is the blank word, and the side stays
   empty. From "exactly c" the rest is "exactly c-1", and none for c = 1. From "T or more" there
   are two rests to go on with: "exactly T-1" (none for T = 1) and "T or more".
2. The machine runs on that word until the head leaves it, which has to happen within
   64·b·states steps, and without a halt.
3. The word as it is now is put onto the side that the head has *not* left to: on the left if the
   head left to the right, and the description faces right; on the right if it left to the left,
   and it faces left. A blank word disappears on an empty side. A word equal to the nearest one
   adds one to its count, and T copies become "T or more".

A set of descriptions is *closed* if (A, right, empty, empty) is in it, every step is possible, and
leads to descriptions in the set. Each step takes the machine at least one step further, so a
machine with a closed set never halts. A certificate names b and T.

References
----------
.. [1] The bbchallenge Collaboration, "Determination of the fifth Busy Beaver value",
   arXiv:2509.12337.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Final

from bbsynth.busy_beaver.certificate import (
    Budget,
    Certificate,
    Guess,
    Search,
    limits,
    one_by_one,
    quantity,
)
from bbsynth.busy_beaver.machines.notation import Direction, Machine
from bbsynth.errors import UsageError

__all__ = [
    "KIND",
    "MAX_DESCRIPTIONS",
    "Block",
    "Description",
    "RepWL",
    "Side",
    "closed_descriptions",
    "find_repwl",
]

MAX_DESCRIPTIONS: Final = 20_000
"""Descriptions at which a check gives up."""

_MAX_WINDOW: Final = 64
"""Symbols or copies in a certificate; far more than any search can use."""

_LADDER: Final = ((2, 2), (2, 3), (1, 2), (1, 3), (3, 2), (3, 3), (4, 2), (5, 2), (6, 2))

_FEW_DESCRIPTIONS: Final = 400
"""Descriptions to look at where another certificate is known."""

Block = tuple[tuple[int, ...], int, bool]
"""A word, its count, and whether there may be more."""

Side = tuple[Block, ...]

Description = tuple[int, int, Side, Side]
"""State, direction (+1 is right), left side, right side."""

_Rules = list[list[tuple[int, int, int] | None]]
_Word = tuple[int, ...]


@dataclass(frozen=True)
class RepWL(Certificate):
    """The repeated word lists of the machine close without a halt.

    Parameters
    ----------
    length : int
        Symbols in a word, 1 to 64.
    threshold : int
        Copies of a word at which counting stops, 1 to 64.
    """

    kind = "repwl"
    order = 60
    budget = Budget("descriptions", 3_000, "Descriptions of repeated word lists.")
    stratum = "repwl"
    stratum_rank = 5
    weight = 8
    kernel_cost = 1 << 13
    # What the library computes with is a type of trees, and a bare proof can declare none.
    in_bare = False
    before_rules = True
    guesses = (
        Guess(
            0.6,
            "by exact Machine.neverHalts_of_repWL (length := {}) (threshold := {}) "
            "(by decide +kernel)",
            (2.0, 2.0),
        ),
    )

    length: int = field(metadata=limits(1, _MAX_WINDOW))
    threshold: int = field(metadata=limits(1, _MAX_WINDOW))

    @classmethod
    def searches(cls, search_steps: int, budget: int) -> list[Search]:
        """Return a search for words of each length, those first that close soonest."""
        most = min(budget, MAX_DESCRIPTIONS)
        return [
            Search(
                60,
                one_by_one(
                    partial(find_repwl, length=length, threshold=threshold, max_descriptions=most)
                ),
            )
            for length, threshold in _LADDER
        ]

    @classmethod
    def instead(cls, machine: Machine) -> Callable[[], RepWL | None]:
        """Return a search with short words."""
        return partial(find_repwl, machine, 2, 2, max_descriptions=_FEW_DESCRIPTIONS)

    def check(self, machine: Machine) -> bool:
        """Return whether the descriptions close.

        Written apart from the search: sides are strings of words here, one character per cell, in
        which every word is written out, and the exponents are worked out anew after every step.
        Sets of more than ``MAX_DESCRIPTIONS`` are not accepted.
        """
        length, threshold = self.length, self.threshold
        start: tuple[str, _Texts, _Texts] = ("A>", (), ())
        reached = {start}
        frontier = deque([start])
        while frontier:
            description = frontier.popleft()
            following = _after(machine, length, threshold, *description)
            if following is None:
                return False
            for other in following:
                if other not in reached:
                    reached.add(other)
                    frontier.append(other)
            if len(reached) > MAX_DESCRIPTIONS:
                return False
        return True

    def in_words(self) -> str:
        return (
            "Never halts, by repeated word lists: with the tape cut into words of "
            f"{quantity(self.length, 'symbol', ',')}, and {self.threshold:,} or more copies of a "
            "word in a row not told apart, what can occur is closed under steps, and no step in it "
            "halts."
        )

    def reason(self) -> str:
        return (
            f"in blocks of {quantity(self.length, 'cell')}, of which {self.threshold} or more "
            "equal ones are not counted, its tapes make a finite set that no step leads out of and "
            "no halt is in"
        )


def _rules(machine: Machine) -> _Rules:
    return [
        [None if t is None or t.halts else (t.write, t.move.offset, t.next) for t in row]
        for row in machine.transitions
    ]


def find_repwl(
    machine: Machine, length: int, threshold: int, *, max_descriptions: int = 1_000
) -> RepWL | None:
    """Return the certificate with these parameters if its descriptions close, or None.

    Raises
    ------
    UsageError
        If an argument is out of range.
    """
    certificate = RepWL(length, threshold)
    if isinstance(max_descriptions, bool) or not 1 <= max_descriptions <= MAX_DESCRIPTIONS:
        raise UsageError(
            f"the descriptions allowed are 1 to {MAX_DESCRIPTIONS:,}, not {max_descriptions!r}"
        )
    found = closed_descriptions(machine, certificate, max_descriptions=max_descriptions)
    return None if found is None else certificate


def closed_descriptions(
    machine: Machine, certificate: RepWL, *, max_descriptions: int = MAX_DESCRIPTIONS
) -> frozenset[Description] | None:
    """Return the least closed set, or None if there is none of at most `max_descriptions`."""
    rules = _rules(machine)
    blank = (0,) * certificate.length
    threshold = certificate.threshold
    # What a run through a word does is worked out once per state, direction and word.
    crossings: dict[tuple[int, int, _Word], tuple[int, int, _Word] | None] = {}
    start: Description = (0, 1, (), ())
    seen = {start}
    todo = deque([start])
    while todo:
        state, way, left, right = todo.popleft()
        side = right if way > 0 else left
        word = side[0][0] if side else blank
        key = (state, way, word)
        if key not in crossings:
            crossings[key] = _cross(rules, state, way, word)
        crossing = crossings[key]
        if crossing is None:
            return None
        following, out, written = crossing
        for rest in _rests(side):
            if out > 0:
                pushed = _push(left if way > 0 else rest, written, blank, threshold)
                after = (following, 1, pushed, rest if way > 0 else right)
            else:
                pushed = _push(right if way < 0 else rest, written, blank, threshold)
                after = (following, -1, rest if way < 0 else left, pushed)
            if after not in seen:
                seen.add(after)
                todo.append(after)
        if len(seen) > max_descriptions:
            return None
    return frozenset(seen)


def _cross(rules: _Rules, state: int, way: int, word: _Word) -> tuple[int, int, _Word] | None:
    """Run through `word`; return the next state, the way out, and the word left behind."""
    cells = list(word)
    end = len(cells)
    head = 0 if way > 0 else end - 1
    for _ in range(64 * end * len(rules)):
        rule = rules[state][cells[head]]
        if rule is None:
            return None
        cells[head], offset, state = rule
        head += offset
        if head < 0 or head == end:
            return state, offset, tuple(cells)
    return None


def _rests(side: Side) -> list[Side]:
    if not side:
        return [side]
    (word, count, more), others = side[0], side[1:]
    fewer = ((word, count - 1, False), *others) if count > 1 else others
    return [fewer, side] if more else [fewer]


def _push(side: Side, word: _Word, blank: _Word, threshold: int) -> Side:
    if not side:
        return () if word == blank else ((word, 1, threshold == 1),)
    nearest, count, more = side[0]
    if nearest != word:
        return ((word, 1, threshold == 1), *side)
    if more:
        return side
    return ((word, count + 1, count + 1 == threshold), *side[1:])


# A side of the check: the words nearest first, each written as its digits; "T or more" is
# written as T copies and a mark behind them.
_MORE = "+"
_Texts = tuple[str, ...]


def _after(
    machine: Machine, length: int, threshold: int, head: str, left: _Texts, right: _Texts
) -> list[tuple[str, _Texts, _Texts]] | None:
    rightwards = head.endswith(">")
    state = ord(head.strip("<>")) - ord("A")
    ahead, behind = (right, left) if rightwards else (left, right)
    word = ahead[0] if ahead else "0" * length
    tape = dict(enumerate(word))
    place = 0 if rightwards else length - 1
    patience = 64 * length * machine.n_states
    while 0 <= place < length:
        transition = machine.transitions[state][int(tape[place])]
        if transition is None or transition.halts or patience == 0:
            return None
        tape[place] = str(transition.write)
        place += 1 if transition.move is Direction.RIGHT else -1
        state = transition.next
        patience -= 1
    written = "".join(tape[index] for index in range(length))
    onwards = (place == length) == rightwards
    mark = ">" if place == length else "<"
    results = []
    for rest in _without_first(ahead):
        near, far = (rest, behind) if onwards else (behind, rest)
        # The word lies on the side that the head turned its back on.
        far = _shortened((written, *far), threshold, length)
        facing_right = place == length
        sides = (far, near) if facing_right else (near, far)
        results.append((chr(ord("A") + state) + mark, *sides))
    return results


def _without_first(side: _Texts) -> list[_Texts]:
    if not side:
        return [()]
    copies = 0
    while copies < len(side) and side[copies] == side[0]:
        copies += 1
    if copies < len(side) and side[copies] == _MORE:
        # T or more without one: T-1, or still T or more.
        return [side[1:copies] + side[copies + 1 :], side]
    return [side[1:]]


def _shortened(side: _Texts, threshold: int, length: int) -> _Texts:
    """Return `side` with its first word counted in: T copies or more become T and a mark."""
    if side == ("0" * length,):
        return ()
    copies = 0
    while copies < len(side) and side[copies] == side[0]:
        copies += 1
    marked = copies < len(side) and side[copies] == _MORE
    if copies < threshold and not marked:
        return side
    return (side[0],) * threshold + (_MORE,) + side[copies + marked :]


KIND = RepWL
