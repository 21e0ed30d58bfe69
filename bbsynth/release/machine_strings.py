"""Machines in text, in several spellings.

Known are the standard notation (`1RB1LB_1LA1RZ`), alone and at the end of names of problems and
theorems (where `xxx` stands for `---`); its transitions apart from each other by spaces, commas,
semicolons or bars (`1RB 1LB; 1LA 1RH`), in upper or lower case; and the tables of the statements,
in Lean (`| 0, 1 => ⟨1, .left, some 1⟩`) and in words (`write 1, move left, go to B`). A single row
is no machine, nor is what has no transition to begin with, such as the rules of a Markdown table.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator
from typing import Final

from bbsynth.errors import MachineFormatError
from bbsynth.machines import MAX_STATES, run_key

__all__ = ["machines_in"]

_TRANSITION: Final = r"(?:[0-9][LR][A-Z]|---|[0-9][LR]-)"
_NAMED: Final = r"(?:[0-9][LR][A-Z]|---|xxx|[0-9][LR]-)"
_BEFORE: Final = r"(?<![0-9A-Z])(?<![0-9][LR][A-Z_-][_-])(?<!---[_-])(?<!xxx_)"
_AFTER: Final = rf"(?![0-9A-Z])(?!_{_NAMED})(?!--)"
_NAME: Final = r"(?:\*{0,2}[A-Y]\*{0,2}[ \t]{0,9}[|:][ \t]{0,9})?"
_LINES: Final = rf"[ \t|]{{0,9}}\r?\n[ \t]{{0,99}}(?:\|[ \t]{{0,9}})?{_NAME}"
"""From the end of one row of a table to the first cell of the next."""

_STANDARD: Final = re.compile(
    rf"{_BEFORE}(?=[0-9]){_NAMED}{{2,10}}(?:_{_NAMED}{{2,10}}){{1,24}}{_AFTER}", re.IGNORECASE
)
_APART: Final = re.compile(
    rf"{_BEFORE}(?=[0-9]){_TRANSITION}"
    rf"(?:(?:[ \t,;|/&]{{0,3}}|{_LINES}){_TRANSITION})+{_AFTER}",
    re.IGNORECASE,
)
_ONE: Final = re.compile(_NAMED, re.IGNORECASE)
_LEAN_CELL: Final = r"⟨\s*(\d)\s*,\s*\.(left|right)\s*,\s*(?:some (\d+)|none)\s*⟩"
_LEAN_ONE: Final = re.compile(_LEAN_CELL)
_LEAN: Final = re.compile(rf"(?:\|\s*\d+\s*,\s*\d+\s*=>\s*{_LEAN_CELL}\s*){{2,}}")
_WORDS_CELL: Final = r"write (\d), move (left|right), (?:go to ([A-Y])|halt)"
_WORDS_ONE: Final = re.compile(_WORDS_CELL)
_WORDS_BETWEEN: Final = re.compile(r"[ \t|]*\s{0,4}\|?[ \t]*(?:[A-Y][ \t]*\|)?[ \t]*")
_MOST_BETWEEN: Final = 40
"""Characters between two cells of a table in words, at most: longer gaps are not looked at."""


def machines_in(
    text: str, classes: Collection[tuple[int, int]] | None
) -> Iterator[tuple[int, str, str]]:
    """Return the machines that occur in a text.

    Parameters
    ----------
    text : str
        The text.
    classes : collection of (int, int) or None
        Numbers of states and symbols; where a spelling does not show the rows, these are tried.
        None for all.

    Yields
    ------
    position : int
        Where the machine, or the list that it is in, begins.
    machine : str
        The machine in standard notation.
    key : str
        Its key; see `bbsynth.machines.run_key`.
    """
    for match in _STANDARD.finditer(text):
        machine = "_".join("".join(_cells(row)) for row in match[0].split("_"))
        key = _key(machine)
        if key is not None:
            yield match.start(), machine, key
    for match in _APART.finditer(text):
        lines = [_cells(line) for line in match[0].splitlines()]
        for cells in lines:
            yield from _tables(match.start(), cells, classes)
        if len(lines) > 1:
            whole = tuple(cell for cells in lines for cell in cells)
            yield from _tables(match.start(), whole, classes)
    for match in _LEAN.finditer(text):
        cells = tuple(_cell(*one) for one in _LEAN_ONE.findall(match[0]))
        yield from _tables(match.start(), cells, classes)
    for start, cells in _tables_in_words(text):
        yield from _tables(start, cells, classes)


def _tables_in_words(text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """Yield where cells in words follow one another with nothing but a table's edges between."""
    start, end = 0, 0
    cells: list[str] = []
    for match in _WORDS_ONE.finditer(text):
        between = text[end : match.start()]
        if not cells or len(between) > _MOST_BETWEEN or not _WORDS_BETWEEN.fullmatch(between):
            if len(cells) > 1:
                yield start, tuple(cells)
            start, cells = match.start(), []
        cells.append(_cell(*match.groups(default="")))
        end = match.end()
    if len(cells) > 1:
        yield start, tuple(cells)


def _cell(write: str, side: str, state: str) -> str:
    return f"{write}{'L' if side == 'left' else 'R'}{_letter(state)}"


def _cells(text: str) -> tuple[str, ...]:
    return tuple(_plain(one) for one in _ONE.findall(text))


def _plain(transition: str) -> str:
    upper = transition.upper().replace("XXX", "---")
    return upper[:2] + "Z" if upper[2] == "-" and upper != "---" else upper


def _letter(state: str) -> str:
    if state.isdigit():
        return chr(ord("A") + int(state)) if int(state) < MAX_STATES else "Z"
    return state or "Z"


def _tables(
    position: int, cells: tuple[str, ...], classes: Collection[tuple[int, int]] | None
) -> Iterator[tuple[int, str, str]]:
    """Return the machine of each class that has just these cells, row by row."""
    if classes is None:
        count = len(cells)
        classes = [(n, count // n) for n in range(2, MAX_STATES + 1) if count % n == 0]
    for states, symbols in classes:
        if states * symbols != len(cells):
            continue
        rows = ("".join(cells[row * symbols : (row + 1) * symbols]) for row in range(states))
        machine = "_".join(rows)
        key = _key(machine)
        if key is not None:
            yield position, machine, key


@functools.lru_cache(maxsize=100_000)
def _key(machine: str) -> str | None:
    try:
        return run_key(machine)
    except MachineFormatError:
        return None
