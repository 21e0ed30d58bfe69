"""Machines in text, in several spellings.

Known are the standard notation (`1RB1LB_1LA1RZ`), alone and at the end of names of problems and
theorems (where `xxx` stands for `---`); its transitions apart from each other by spaces, commas,
semicolons, bars, quotes or brackets (`1RB 1LB; 1LA 1RH`), in upper or lower case, also in lines
with names of states, as in Markdown tables; and the tables of the statements, in Lean
(`| 0, 1 => ⟨1, .left, some 1⟩`) and in words (`write 1, move left, go to B`). All may be quoted or
commented. Lines are rows, and an entry in Lean says where it stands, so the end of a larger table
is no machine; nor is a single row, or what has no transition to begin with, such as the rule below
the head of a Markdown table.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final

from bbsynth.busy_beaver.machines import MAX_STATES, actions_used, key_of_machine

__all__ = ["machines_in"]

_actions_used = functools.lru_cache(maxsize=100_000)(actions_used)

_TRANSITION: Final = r"(?:[0-9][LR][A-Z]|---|[0-9][LR]-)"
_NAMED: Final = r"(?:[0-9][LR][A-Z]|---|xxx|[0-9][LR]-)"
_BEFORE: Final = r"(?<![0-9A-Z])(?<![0-9][LR][A-Z_-][_-])(?<![^0-9A-Z][_-])(?<!xxx_)"
_AFTER: Final = rf"(?![0-9A-Z])(?!_{_NAMED})(?!_[?.*])(?!--)"
_STANDARD: Final = re.compile(
    rf"(?=[0-9]){_BEFORE}{_NAMED}{{2,10}}(?:_{_NAMED}{{2,10}}){{1,24}}{_AFTER}", re.IGNORECASE
)

_SPACE: Final = r"""[ \t,;|/&"'`\[\]]{0,24}"""
_NAME: Final = r"(?:state[ \t])?[*`]{0,2}([A-Y])[*`]{0,2}[ \t]{0,20}[|: \t][ \t]{0,20}"
_LINES: Final = rf"""{_SPACE}\r?\n[ \t>#*]{{0,40}}{_SPACE}(?:{_NAME})?"""
"""From the end of one row of a table to the first transition of the next."""

_APART: Final = re.compile(
    rf"(?=[0-9]){_BEFORE}{_TRANSITION}(?:(?:{_SPACE}|{_LINES}){_TRANSITION})+{_AFTER}",
    re.IGNORECASE,
)
_ROW_NAME: Final = re.compile(rf"[ \t>#*]*{_SPACE}{_NAME}", re.IGNORECASE)
_ONE: Final = re.compile(_NAMED, re.IGNORECASE)

_LEAN_CELL: Final = r"⟨\s*(\d)\s*,\s*\.(left|right)\s*,\s*(?:some (\d+)|none)\s*⟩"
_LEAN_ENTRY: Final = rf"\|\s*(\d+)\s*,\s*(\d+)\s*=>\s*(?:(?:some\s*)?{_LEAN_CELL}|none)"
_LEAN_ONE: Final = re.compile(_LEAN_ENTRY)
_LEAN: Final = re.compile(rf"(?:{_LEAN_ENTRY}[\s>#*-]{{0,20}}){{2,}}")

_WORDS_ONE: Final = re.compile(
    r"write (\d), move (left|right), (?:go to ([A-Y])|halt)|(?<=\|)[ \t]*—[ \t]*(?=\|)",
    re.IGNORECASE,
)
_WORDS_BETWEEN: Final = re.compile(r"[ \t|]*[\s>#*]{0,12}\|?[ \t]*(?:[A-Y][ \t]*\|)?[ \t]*", re.I)
_MOST_BETWEEN: Final = 40
"""Characters between two cells of a table in words, at most: longer gaps are not looked at."""

_LEAST: Final = 2
"""Different actions that a machine in a mere list has to have, so as to count."""


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
        Its key; see `bbsynth.busy_beaver.machines.run_key`.
    """
    for match in _STANDARD.finditer(text):
        machine = "_".join("".join(_cells(row)) for row in match[0].split("_"))
        key = key_of_machine(machine)
        if key is not None:
            yield match.start(), machine, key
    for match in _APART.finditer(text):
        for rows in _rows_apart(match[0]):
            yield from _tables(match.start(), rows, classes)
    for match in _LEAN.finditer(text):
        for rows in _rows_in_lean(match[0]):
            yield from _tables(match.start(), rows, classes)
    for start, rows in _rows_in_words(text):
        yield from _tables(start, rows, classes)


def _rows_apart(text: str) -> Iterator[list[tuple[str, ...]]]:
    """Yield the rows of the tables that a list of transitions may be."""
    rows: list[tuple[str, ...]] = []
    named = False
    for number, line in enumerate(text.splitlines()):
        name = _ROW_NAME.match(line) if number else None
        cells = _cells(line[name.end() :] if name else line)
        if not cells or (number and set(cells) == {"---"}):
            continue  # The rule below the head of a table, or nothing.
        if name and name[1].upper() == "A" and rows:
            yield rows  # Another table begins.
            rows = []
        named |= name is not None
        rows.append(cells)
    if rows:
        yield rows
    if len(rows) > 1 and not named:
        # Without names of states each line may be a machine.
        yield from ([row] for row in rows)


def _rows_in_lean(text: str) -> Iterator[list[tuple[str, ...]]]:
    """Yield the rows of the tables in a list of entries, each of which says where it stands."""
    rows: list[list[str]] = []
    for state, symbol, write, side, following in _LEAN_ONE.findall(text):
        if (state, symbol) == ("0", "0"):
            if rows:
                yield [tuple(row) for row in rows]
            rows = []
        if symbol == "0" and state == str(len(rows)):
            rows.append([])
        elif not rows or (state, symbol) != (str(len(rows) - 1), str(len(rows[-1]))):
            rows = []
            continue
        rows[-1].append(_cell(write, side, following) if write else "---")
    if rows:
        yield [tuple(row) for row in rows]


def _rows_in_words(text: str) -> Iterator[tuple[int, list[tuple[str, ...]]]]:
    """Yield where cells in words follow one another with nothing but a table's edges between, and
    the rows of the table."""
    start, end = 0, 0
    rows: list[list[str]] = []
    for match in _WORDS_ONE.finditer(text):
        between = text[end : match.start()]
        if not rows or len(between) > _MOST_BETWEEN or not _WORDS_BETWEEN.fullmatch(between):
            if rows:
                yield start, [tuple(row) for row in rows]
            start, rows = match.start(), [[]]
        elif "\n" in between:
            rows.append([])
        rows[-1].append(_cell(*match.groups(default="")) if match[1] else "---")
        end = match.end()
    if rows:
        yield start, [tuple(row) for row in rows]


def _cell(write: str, side: str, state: str) -> str:
    return f"{write}{'L' if side.lower() == 'left' else 'R'}{_letter(state.upper())}"


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
    position: int, rows: Sequence[tuple[str, ...]], classes: Collection[tuple[int, int]] | None
) -> Iterator[tuple[int, str, str]]:
    """Return the machine that has these rows; of a single one, that of each class which has as many
    transitions."""
    cells = [cell for row in rows for cell in row]
    defined = len(cells) - cells.count("---")
    if defined < 2 or 2 * defined < len(cells):
        return
    guessed = len(rows) == 1 or len(set(map(len, rows))) > 1
    if not guessed:
        classes = [(len(rows), len(rows[0]))]
    elif classes is None:
        count = len(cells)
        classes = [(n, count // n) for n in range(2, MAX_STATES + 1) if count % n == 0]
    for states, symbols in classes:
        if states * symbols != len(cells):
            continue
        parts = ("".join(cells[row * symbols : (row + 1) * symbols]) for row in range(states))
        machine = "_".join(parts)
        key = key_of_machine(machine)
        # A list of transitions may be no table at all; what loops or halts at once would often be
        # seen in one.
        if key is not None and not (guessed and _actions_used(machine) < _LEAST):
            yield position, machine, key
