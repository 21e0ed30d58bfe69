"""What a Turing machine is, and the standard text that names it.

``1RB1LB_1LA1RZ`` is a machine with two states and two symbols: states are separated by ``_``; each
state has one transition per symbol, in order; a transition is the symbol written, the direction
of the move and the next state. ``---`` is an undefined transition, and any letter beyond the last
state halts.
"""

from __future__ import annotations

import enum
import functools
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from bbsynth.busy_beaver.machines.syntax import (
    HALT,
    MAX_STATES,
    MAX_SYMBOLS,
    UNDEFINED,
    read_rows,
    state_name,
)
from bbsynth.errors import UsageError

__all__ = [
    "HALT",
    "MAX_STATES",
    "MAX_SYMBOLS",
    "UNDEFINED",
    "Direction",
    "Machine",
    "Transition",
    "state_name",
]


class Direction(enum.Enum):
    """The direction of a move; the value is its letter in the standard text."""

    LEFT = "L"
    RIGHT = "R"

    @property
    def offset(self) -> int:
        """What the move adds to the head position: -1 to the left, +1 to the right."""
        return -1 if self is Direction.LEFT else 1

    @property
    def opposite(self) -> Direction:
        """The other direction."""
        return Direction.RIGHT if self is Direction.LEFT else Direction.LEFT


def _is_int(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


@dataclass(frozen=True)
class Transition:
    """What a machine does in one state on one symbol.

    Parameters
    ----------
    write : int
        Symbol written, 0 to 9.
    move : Direction
        Where the head moves, also when halting.
    next : int
        Next state, 0 to 24, or ``HALT``.

    Raises
    ------
    UsageError
        If a part is of the wrong type or out of range.
    """

    write: int
    move: Direction
    next: int

    def __post_init__(self) -> None:
        if not _is_int(self.write) or not 0 <= self.write < MAX_SYMBOLS:
            raise UsageError(
                f"a transition writes a symbol from 0 to {MAX_SYMBOLS - 1}, not {self.write!r}"
            )
        if not isinstance(self.move, Direction):
            raise UsageError(
                f"a transition moves Direction.LEFT or Direction.RIGHT, not {self.move!r}"
            )
        if not _is_int(self.next) or not HALT <= self.next < MAX_STATES:
            raise UsageError(
                f"a transition goes to a state from 0 to {MAX_STATES - 1} or HALT ({HALT}), "
                f"not {self.next!r}"
            )

    @property
    def halts(self) -> bool:
        """Whether the transition halts."""
        return self.next == HALT

    def __str__(self) -> str:
        return self._text

    @functools.cached_property
    def _text(self) -> str:
        return f"{self.write}{self.move.value}{state_name(self.next)}"


_AS_1RZ: Final = Transition(1, Direction.RIGHT, HALT)


@functools.cache
def _shared(write: int, offset: int, following: int) -> Transition:
    # There are at most 520 transitions, and trees have millions of machines.
    return Transition(write, Direction.RIGHT if offset > 0 else Direction.LEFT, following)


@dataclass(frozen=True)
class Machine:
    """A Turing machine with one tape, infinite in both directions and blank at the start.

    Parameters
    ----------
    transitions : tuple of tuple of (Transition or None)
        One row per state (1 to 25 rows, the first is the start state), one column per symbol
        (2 to 10, column 0 is the blank). ``None`` is an undefined transition: the machine halts
        there, and where steps are counted it behaves as ``1RZ``.

    Raises
    ------
    UsageError
        If the table is not of this shape, or writes a symbol or enters a state that it lacks.
    """

    transitions: tuple[tuple[Transition | None, ...], ...]

    def __post_init__(self) -> None:
        rows = self.transitions
        if not isinstance(rows, tuple) or not all(isinstance(row, tuple) for row in rows):
            raise UsageError("the transitions of a machine are a tuple of tuples, one per state")
        if not 1 <= len(rows) <= MAX_STATES:
            raise UsageError(f"a machine has 1 to {MAX_STATES} states, not {len(rows)}")
        n_symbols = len(rows[0])
        if not 2 <= n_symbols <= MAX_SYMBOLS:
            raise UsageError(f"a machine has 2 to {MAX_SYMBOLS} symbols, not {n_symbols}")
        for state, row in enumerate(rows):
            if len(row) != n_symbols:
                raise UsageError(
                    f"state {state_name(state)} has {len(row)} transitions and state A has "
                    f"{n_symbols}; every state needs one per symbol"
                )
            for symbol, transition in enumerate(row):
                if transition is not None:
                    self._check(state, symbol, transition)

    def _check(self, state: int, symbol: int, transition: object) -> None:
        if (
            isinstance(transition, Transition)
            and transition.write < len(self.transitions[0])
            and transition.next < len(self.transitions)
        ):
            return
        where = f"the transition of state {state_name(state)} on symbol {symbol}"
        if not isinstance(transition, Transition):
            raise UsageError(f"{where} is {transition!r}; expected a Transition or None")
        if transition.write >= self.n_symbols:
            raise UsageError(
                f"{where} writes {transition.write}, but the symbols are 0 to {self.n_symbols - 1}"
            )
        raise UsageError(
            f"{where} goes to state {state_name(transition.next)}, but the last state is "
            f"{state_name(self.n_states - 1)}; to halt, use HALT"
        )

    @property
    def n_states(self) -> int:
        """Number of states, the halt not counted."""
        return len(self.transitions)

    @property
    def n_symbols(self) -> int:
        """Number of symbols, the blank counted."""
        return len(self.transitions[0])

    @property
    def is_complete(self) -> bool:
        """Whether every transition is defined."""
        return all(transition is not None for row in self.transitions for transition in row)

    @property
    def undefined(self) -> tuple[tuple[int, int], ...]:
        """The (state, symbol) pairs without a transition, in order."""
        return tuple(
            (state, symbol)
            for state, row in enumerate(self.transitions)
            for symbol, transition in enumerate(row)
            if transition is None
        )

    def completed(self) -> Machine:
        """Return the machine in which every undefined transition is ``1RZ``."""
        return Machine(
            tuple(
                tuple(_AS_1RZ if transition is None else transition for transition in row)
                for row in self.transitions
            )
        )

    def __str__(self) -> str:
        return self._text

    @functools.cached_property
    def _text(self) -> str:
        return "_".join(
            "".join("---" if transition is None else str(transition) for transition in row)
            for row in self.transitions
        )

    @classmethod
    def parse(cls, text: str) -> Machine:
        """Return the machine that `text` names in the standard format.

        Nothing is overlooked: no white space, no lower case, no missing or excess characters.

        Raises
        ------
        MachineFormatError
            With the column of the first offending character.
        UsageError
            If `text` is not a string.
        """
        if not isinstance(text, str):
            raise UsageError(f"a machine is parsed from text, not from {type(text).__name__}")
        rows = read_rows(text)
        return cls(
            tuple(
                tuple(None if entry is None else _shared(*entry) for entry in row) for row in rows
            )
        )

    def to_array(self) -> npt.NDArray[np.int8]:
        """Return the table as an array.

        Returns
        -------
        ndarray of int8, shape (n_states, n_symbols, 3)
            Symbol written, move (-1 or +1), next state; -1 in place of the state halts, and
            (1, +1, -2) is an undefined transition.
        """
        return np.array(
            [
                [
                    (1, 1, UNDEFINED)
                    if transition is None
                    else (transition.write, transition.move.offset, transition.next)
                    for transition in row
                ]
                for row in self.transitions
            ],
            dtype=np.int8,
        )

    @classmethod
    def from_array(cls, table: npt.NDArray[Any]) -> Machine:
        """Return the machine of a table as made by `to_array`.

        Raises
        ------
        UsageError
            If `table` is not an array of integers of shape (n_states, n_symbols, 3), or holds
            something that is not a transition of such a machine.
        """
        if not isinstance(table, np.ndarray) or not np.issubdtype(table.dtype, np.integer):
            raise UsageError("a machine table is a numpy array of integers")
        if table.ndim != 3 or table.shape[2] != 3:
            raise UsageError(
                f"a machine table has the shape (n_states, n_symbols, 3), not {table.shape}"
            )
        return cls(
            tuple(
                tuple(_transition_of(entry, state, symbol) for symbol, entry in enumerate(row))
                for state, row in enumerate(table.tolist())
            )
        )


def _transition_of(entry: list[int], state: int, symbol: int) -> Transition | None:
    write, offset, following = entry
    if following == UNDEFINED:
        if (write, offset) == (1, 1):
            return None
        expected = f"an undefined transition is (1, 1, {UNDEFINED})"
    elif offset not in (-1, 1):
        expected = "the move is -1 or 1"
    else:
        return _shared(write, offset, following)
    raise UsageError(f"the entry of state {state}, symbol {symbol} is {tuple(entry)}; {expected}")
