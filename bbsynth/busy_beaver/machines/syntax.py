"""Reading the standard text of a machine, and saying exactly where it is wrong."""

from __future__ import annotations

from typing import Final

from bbsynth.errors import MachineFormatError, UsageError

__all__ = ["HALT", "MAX_STATES", "MAX_SYMBOLS", "UNDEFINED", "read_rows", "state_name"]

HALT: Final = -1
"""The `next` of a transition that halts."""

UNDEFINED: Final = -2
"""What stands in place of the next state of an undefined transition in the arrays."""

MAX_STATES: Final = 25
"""States are A to Y; Z is kept for printing a halt."""

MAX_SYMBOLS: Final = 10
"""Symbols are the digits 0 to 9; 0 is the blank."""

_DIGITS: Final = "0123456789"
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_WIDTH: Final = 3


def state_name(state: int) -> str:
    """Return the letter of a state (0 is ``A``); of ``HALT``, ``Z``."""
    if state == HALT:
        return _LETTERS[-1]
    if not 0 <= state < MAX_STATES:
        raise UsageError(f"state {state} has no letter; states are 0 to {MAX_STATES - 1}")
    return _LETTERS[state]


def read_rows(text: str) -> list[list[tuple[int, int, int] | None]]:
    """Return for every state and symbol what is written, the move (-1 or +1) and the next state.

    ``None`` is an undefined transition.

    Raises
    ------
    MachineFormatError
        With the column of the first offending character.
    """
    columns = _row_starts(text)
    n_states, n_symbols = len(columns), len(columns[0])
    return [[_entry(text, start, n_states, n_symbols) for start in row] for row in columns]


def _entry(text: str, start: int, n_states: int, n_symbols: int) -> tuple[int, int, int] | None:
    if text[start] == "-":
        return None
    write, following = int(text[start]), _LETTERS.index(text[start + 2])
    if write >= n_symbols:
        raise MachineFormatError(
            text, start, f"symbol {write} is out of range; the symbols are 0 to {n_symbols - 1}"
        )
    move = -1 if text[start + 1] == "L" else 1
    return write, move, following if following < n_states else HALT


def _row_starts(text: str) -> list[list[int]]:
    """Return the column of each transition's first character, row by row."""
    if not text:
        raise MachineFormatError(text, 0, "empty text; expected a machine such as 1RB1LB_1LA1RZ")
    rows: list[list[int]] = [[]]
    column = 0
    while True:
        row = rows[-1]
        if column == len(text) or text[column] == "_":
            _check_row_end(text, column, rows)
            if column == len(text):
                return rows
            if len(rows) == MAX_STATES:
                raise MachineFormatError(
                    text, column, f"more than {MAX_STATES} states; the letters end at Y"
                )
            rows.append([])
            column += 1
            continue
        if len(rows) > 1 and len(row) == len(rows[0]):
            raise MachineFormatError(
                text,
                column,
                f"state {state_name(len(rows) - 1)} has more than the {len(row)} transitions of "
                "state A; expected '_' or the end",
            )
        if len(row) == MAX_SYMBOLS:
            raise MachineFormatError(
                text, column, f"more than {MAX_SYMBOLS} symbols; expected '_' or the end"
            )
        _check_transition_syntax(text, column)
        row.append(column)
        column += _WIDTH


def _check_row_end(text: str, column: int, rows: list[list[int]]) -> None:
    row, state = rows[-1], state_name(len(rows) - 1)
    if not row:
        raise MachineFormatError(text, column, f"state {state} has no transitions")
    if len(row) < len(rows[0]):
        raise MachineFormatError(
            text,
            column,
            f"state {state} has {len(row)} of the {len(rows[0])} transitions of state A",
        )
    if len(row) == 1:
        raise MachineFormatError(
            text, column, "one symbol only; a machine needs a blank and at least one other symbol"
        )


def _check_transition_syntax(text: str, start: int) -> None:
    if text[start] == "-":
        expected = ("-", "-", "-")
        names = ("'---', an undefined transition",) * _WIDTH
    else:
        expected = (_DIGITS, "LR", _LETTERS)
        names = (
            "a symbol 0-9 or '---'",
            "a direction, L or R",
            "the letter of a state, or one beyond the last to halt",
        )
    for column, allowed, name in zip(range(start, start + _WIDTH), expected, names, strict=True):
        if column >= len(text):
            raise MachineFormatError(text, column, f"the text ends; expected {name}")
        character = text[column]
        if character in allowed:
            continue
        if character.isspace():
            raise MachineFormatError(text, column, f"white space; expected {name}")
        if character.upper() in allowed:
            raise MachineFormatError(
                text, column, f"{character!r} in lower case; write {character.upper()!r}"
            )
        raise MachineFormatError(text, column, f"found {character!r}; expected {name}")
