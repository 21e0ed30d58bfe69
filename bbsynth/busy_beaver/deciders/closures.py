"""Certificates of machines that never halt and are no loops.

Most are a few parameters of a closed set of some kind. What such a set is, and why there is none
for a machine that halts, stands in the module of the decider.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar

from bbsynth.busy_beaver.deciders.fields import (
    MAX_AUTOMATON,
    MAX_BLOCKS,
    MAX_COUNT,
    MAX_MACRO_STEPS,
    MAX_WINDOW,
    MAX_WORD,
    check_field,
)
from bbsynth.busy_beaver.machines import MAX_STATES, MAX_SYMBOLS, Direction
from bbsynth.errors import UsageError

__all__ = ["FAR", "Backward", "Block", "Bouncer", "NGramCPS", "NoReachableHalt", "RepWL"]


@dataclass(frozen=True)
class NoReachableHalt:
    """The machine never leaves `states`, and they do not halt; see `no_reachable_halt`.

    Parameters
    ----------
    states : tuple of int
        States in rising order, 0 among them.

    Raises
    ------
    UsageError
        If it is not such a tuple.
    """

    kind: ClassVar[str] = "no_reachable_halt"

    states: tuple[int, ...]

    def __post_init__(self) -> None:
        states = self.states
        if not isinstance(states, tuple) or not states:
            raise UsageError(f"{self.kind} certificate: states are a tuple, not {states!r}")
        for state in states:
            check_field(self.kind, "a state", state, 0, MAX_STATES - 1)
        if list(states) != sorted(set(states)) or states[0] != 0:
            raise UsageError(f"{self.kind} certificate: states rise from 0, unlike {states}")

    def to_dict(self) -> dict[str, Any]:
        """Return a dict for JSON, with the key ``kind``."""
        return {"kind": self.kind, "states": list(self.states)}


@dataclass(frozen=True)
class NGramCPS:
    """The n-gram contexts of the machine close without a halt; see `ngram_cps`.

    Parameters
    ----------
    left, right : int
        Cells in the windows on either side of the head, 1 to ``MAX_WINDOW``.
    history : int
        Pairs of state and symbol that a cell remembers, 0 to ``MAX_WINDOW``.

    Raises
    ------
    UsageError
        If a part is not an integer, or out of range.
    """

    kind: ClassVar[str] = "ngram_cps"

    left: int
    right: int
    history: int

    def __post_init__(self) -> None:
        check_field(self.kind, "left", self.left, 1, MAX_WINDOW)
        check_field(self.kind, "right", self.right, 1, MAX_WINDOW)
        check_field(self.kind, "history", self.history, 0, MAX_WINDOW)

    def to_dict(self) -> dict[str, Any]:
        """Return a dict for JSON, with the key ``kind``."""
        return {
            "kind": self.kind,
            "left": self.left,
            "right": self.right,
            "history": self.history,
        }


@dataclass(frozen=True)
class RepWL:
    """The repeated word lists of the machine close without a halt; see `repwl`.

    Parameters
    ----------
    length : int
        Symbols in a word, 1 to ``MAX_WINDOW``.
    threshold : int
        Copies of a word at which counting stops, 1 to ``MAX_WINDOW``.

    Raises
    ------
    UsageError
        If a part is not an integer, or out of range.
    """

    kind: ClassVar[str] = "repwl"

    length: int
    threshold: int

    def __post_init__(self) -> None:
        check_field(self.kind, "length", self.length, 1, MAX_WINDOW)
        check_field(self.kind, "threshold", self.threshold, 1, MAX_WINDOW)

    def to_dict(self) -> dict[str, Any]:
        """Return a dict for JSON, with the key ``kind``."""
        return {"kind": self.kind, "length": self.length, "threshold": self.threshold}


Block = tuple[str, int, int]
"""A word (a string of digits), and the t and p of its count t·n + p."""


@dataclass(frozen=True)
class Bouncer:
    """The machine reaches C(0), and from C(n) always C(n + 1); see `bouncer`.

    Parameters
    ----------
    start : int
        The time of C(0), in steps.
    state : int
        The state of the family C.
    direction : Direction
        The side of the edge that the head is on.
    left, right : tuple of Block
        Blocks left and right of the edge, both from left to right.
    macro_steps : int
        Macro steps from C(n) to C(n + 1), 1 to ``MAX_MACRO_STEPS``.

    Raises
    ------
    UsageError
        If a part is of the wrong type, or out of range.
    """

    kind: ClassVar[str] = "bouncer"

    start: int
    state: int
    direction: Direction
    left: tuple[Block, ...]
    right: tuple[Block, ...]
    macro_steps: int

    def __post_init__(self) -> None:
        check_field(self.kind, "start", self.start, 0)
        check_field(self.kind, "state", self.state, 0, MAX_STATES - 1)
        check_field(self.kind, "macro_steps", self.macro_steps, 1, MAX_MACRO_STEPS)
        if not isinstance(self.direction, Direction):
            raise UsageError(
                f"{self.kind} certificate: direction is a Direction, not {self.direction!r}"
            )
        for blocks in (self.left, self.right):
            if not isinstance(blocks, tuple) or not all(map(_is_block, blocks)):
                raise UsageError(
                    f"{self.kind} certificate: blocks are a tuple of (word, t, p), with words of "
                    f"at most {MAX_WORD} digits and t and p of at most {MAX_COUNT}, not {blocks!r}"
                )
            if len(blocks) > MAX_BLOCKS:
                raise UsageError(
                    f"{self.kind} certificate: a side has at most {MAX_BLOCKS} blocks, not "
                    f"{len(blocks)}"
                )

    def to_dict(self) -> dict[str, Any]:
        """Return a dict for JSON, with the key ``kind``; a block is a list."""
        return {
            "kind": self.kind,
            "start": self.start,
            "state": self.state,
            "direction": self.direction.value,
            "left": [list(block) for block in self.left],
            "right": [list(block) for block in self.right],
            "macro_steps": self.macro_steps,
        }


def _is_block(block: object) -> bool:
    if not isinstance(block, tuple) or len(block) != 3:
        return False
    word, *counts = block
    return (
        isinstance(word, str)
        and 0 < len(word) <= MAX_WORD
        and all(character in "0123456789" for character in word)
        and all(
            isinstance(n, int) and not isinstance(n, bool) and 0 <= n <= MAX_COUNT for n in counts
        )
    )


@dataclass(frozen=True)
class FAR:
    """A regular language holds the start and no halting run; see `far`.

    Parameters
    ----------
    direction : Direction
        The side of the head that the automaton reads.
    automaton : tuple of tuple of int
        Its transition function: for each state, the next state by symbol; the first entry is 0.

    Raises
    ------
    UsageError
        If a part is of the wrong type, or out of range.
    """

    kind: ClassVar[str] = "far"

    direction: Direction
    automaton: tuple[tuple[int, ...], ...]

    def __post_init__(self) -> None:
        if not isinstance(self.direction, Direction):
            raise UsageError(
                f"{self.kind} certificate: direction is a Direction, not {self.direction!r}"
            )
        rows = self.automaton
        if not isinstance(rows, tuple) or not 1 <= len(rows) <= MAX_AUTOMATON:
            raise UsageError(
                f"{self.kind} certificate: an automaton is a tuple of 1 to {MAX_AUTOMATON} rows, "
                f"not {rows!r}"
            )
        for row in rows:
            if not isinstance(row, tuple) or not 2 <= len(row) <= MAX_SYMBOLS:
                raise UsageError(
                    f"{self.kind} certificate: a row has an entry per symbol, unlike {row!r}"
                )
            for state in row:
                check_field(self.kind, "a state", state, 0, len(rows) - 1)
        if rows[0][0] != 0:
            raise UsageError(f"{self.kind} certificate: blanks lead from 0 to 0, not {rows[0][0]}")

    def to_dict(self) -> dict[str, Any]:
        """Return a dict for JSON, with the key ``kind``; the automaton is a list of lists."""
        return {
            "kind": self.kind,
            "direction": self.direction.value,
            "automaton": [list(row) for row in self.automaton],
        }


@dataclass(frozen=True)
class Backward:
    """No halt has a past of `depth` steps, or the start in it; see `backward`.

    Parameters
    ----------
    depth : int
        Levels of the tree, 1 to ``max_depth``.

    Raises
    ------
    UsageError
        If it is not an integer, or out of range.
    """

    kind: ClassVar[str] = "backward"
    max_depth: ClassVar[int] = 300

    depth: int

    def __post_init__(self) -> None:
        check_field(self.kind, "depth", self.depth, 1, self.max_depth)

    def to_dict(self) -> dict[str, Any]:
        """Return a dict for JSON, with the key ``kind``."""
        return {"kind": self.kind, "depth": self.depth}
