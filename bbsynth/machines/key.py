"""When two machines are the same, whatever they are called.

`machine_key` gives two machines the same text if their runs on the blank tape are the same but for
names: states renamed, symbols other than the blank renamed, left and right exchanged, states and
symbols left out that no run can meet, another spelling of a halt. What the halting step writes, and
where it moves, is not distinguished either. So it takes more machines together than
`bbsynth.machines.canonical_form`, and less time where there are many symbols.

`run_key` also leaves out transitions that the run does not use in its first `WATCHED_STEPS` steps,
whatever stands there, and begins where the tape is blank for the last time: what a machine does
before leaves nothing. So machines have the same key if their runs from there are the same for so
long but for names: it knows no more of a machine than what it does.

What is said of other starts than the blank tape does not depend on the start state. `start_key` is
for a start that is written out; `tail_key` for what a machine goes on doing, wherever in it one
begins.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from bbsynth.machines.notation import HALT, Direction, Machine

__all__ = ["WATCHED_STEPS", "machine_key", "run_key", "start_key", "tail_key"]

WATCHED_STEPS: Final = 10_000
"""Steps in which a transition has to be used so as to count."""

_MOST_ORDERED: Final = 5
"""So many symbols beside the blank, at most, are tried in all orders."""

_HALT: Final = "-"

Cell = tuple[int, int, int] | None
"""Symbol written, 0 or 1 for a move to the left or right, next state; None for a halt."""


def machine_key(machine: Machine | str) -> str:
    """Return a text that is the same for machines that are the same but for names.

    The table is walked from the start state and the blank: of the pairs of a state and a symbol
    that were both met, the least is looked up, and what it leads to and writes gets the next free
    number. This needs no search among the permutations, and takes time linear in the table but for
    the search for the least pair. The same is done with the mirror image; of the two texts the one
    that comes first is the key.

    Raises
    ------
    MachineFormatError
        If a text is not a machine.
    """
    return _key(_cells(Machine.parse(machine) if isinstance(machine, str) else machine))


def run_key(machine: Machine | str) -> str:
    """Return a text that is the same for machines whose runs are the same but for names.

    It is the `machine_key` of the machine that starts in the state in which the tape is blank for
    the last time, and halts in place of the transitions that are not used after it, in the first
    `WATCHED_STEPS` steps from the blank tape. A machine that comes to the blank tape in the same
    state again goes round for ever; of the states in which it is blank the one with the least key
    counts. All machines that never write have the same key.

    Raises
    ------
    MachineFormatError
        If a text is not a machine.
    """
    from bbsynth.machines.key_kernel import watch_blanks  # numba takes long to import.

    parsed = Machine.parse(machine) if isinstance(machine, str) else machine
    table = parsed.to_array()
    used = np.zeros(table.shape[:2], dtype=np.bool_)
    starts = np.zeros(table.shape[0], dtype=np.bool_)
    watch_blanks(table, used, starts, WATCHED_STEPS)
    cells = _only(_cells(parsed), used)
    begins = np.flatnonzero(starts).tolist()
    if len(begins) > 1 and not any(cell and cell[0] for row in cells for cell in row):
        begins = begins[:1]
        cells = [[(0, 1, begins[0]), *row[1:]] for row in cells]
    return min(_key(cells, start) for start in begins)


def start_key(
    machine: Machine | str, state: int, head: int, first: int, symbols: Sequence[int]
) -> str:
    """Return a text that is the same for starts of machines that are the same but for names.

    It knows of the machine what is used in `WATCHED_STEPS` steps, and of its own start state
    nothing.

    Parameters
    ----------
    machine : Machine or str
        The machine.
    state, head : int
        The state, and the cell that the head is on.
    first : int
        The cell of the first symbol.
    symbols : sequence of int
        What is on the tape from this cell on; all others are blank.

    Raises
    ------
    MachineFormatError
        If a text is not a machine.
    ValueError
        If the machine has no such state or symbol, or the symbols or the head lie too far apart.
    """
    parsed = Machine.parse(machine) if isinstance(machine, str) else machine
    used = _used(parsed, state, head, first, symbols, 0)
    cells = _only(_cells(parsed), used)
    marks = [place for place, symbol in enumerate(symbols, start=first) if symbol]
    low, high = min([head, *marks]), max([head, *marks])
    tape = [
        symbols[place - first] if 0 <= place - first < len(symbols) else 0
        for place in range(low, high + 1)
    ]

    def text(order: Sequence[int], mirrored: bool) -> str:
        named = [str(order.index(symbol)) for symbol in tape]
        where = high - head if mirrored else head - low
        table = _table(cells, state, order, mirrored)[1]
        return f"{'.'.join(named[::-1] if mirrored else named)}@{where};{table}"

    return min(text(*way) for way in _orders(cells, tape))


def tail_key(
    machine: Machine | str,
    state: int = 0,
    head: int = 0,
    first: int = 0,
    symbols: Sequence[int] = (),
    *,
    noted: int = 0,
) -> str:
    """Return a text that is the same for machines that go on in the same way but for names.

    It is the table of what is used in `WATCHED_STEPS` steps, and says neither where one begins nor
    what is on the tape. The first `noted` steps, in which a machine may not yet do what it goes on
    doing, do not count, unless it halts. Other parameters and errors as for `start_key`; by default
    the run from the blank tape.
    """
    parsed = Machine.parse(machine) if isinstance(machine, str) else machine
    used = _used(parsed, state, head, first, symbols, noted)
    cells = _only(_cells(parsed), used)
    begins = np.flatnonzero(used.any(axis=1)).tolist()
    return min(_table(cells, begin, *way) for begin in begins for way in list(_orders(cells, ())))[
        1
    ]


def _used(
    machine: Machine, state: int, head: int, first: int, symbols: Sequence[int], noted: int
) -> npt.NDArray[np.bool_]:
    """Return which transitions a run uses after `noted` steps, or at all if it halts."""
    from bbsynth.machines.key_kernel import watch  # numba takes long to import.

    table = machine.to_array()
    span = 2 * WATCHED_STEPS
    if not 0 <= state < machine.n_states or any(
        not 0 <= symbol < machine.n_symbols for symbol in symbols
    ):
        raise ValueError("the machine has no such state or symbol")
    if len(symbols) > span or abs(head - first) > span:
        raise ValueError("the start is too large")
    tape = np.zeros(4 * span + 1, dtype=np.int8)
    place = 2 * span + first - head
    tape[place : place + len(symbols)] = symbols
    used = np.zeros(table.shape[:2], dtype=np.bool_)
    if watch(table, used, tape.copy(), 2 * span, state, noted, WATCHED_STEPS) and noted:
        watch(table, used, tape, 2 * span, state, 0, WATCHED_STEPS)
    return used


def _only(cells: list[list[Cell]], used: npt.NDArray[np.bool_]) -> list[list[Cell]]:
    return [
        [cell if is_used else None for cell, is_used in zip(row, marks, strict=True)]
        for row, marks in zip(cells, used.tolist(), strict=True)
    ]


def _orders(cells: list[list[Cell]], tape: Iterable[int]) -> Iterable[tuple[tuple[int, ...], bool]]:
    """Yield orders of the symbols that occur, the blank first, and whether all is mirrored."""
    read = {symbol for row in cells for symbol, cell in enumerate(row) if cell is not None}
    written = {cell[0] for row in cells for cell in row if cell is not None}
    symbols = sorted((read | written | set(tape)) - {0})
    orders = [symbols] if len(symbols) > _MOST_ORDERED else itertools.permutations(symbols)
    for order in orders:
        for mirrored in (False, True):
            yield (0, *order), mirrored


def _table(
    cells: list[list[Cell]], start: int, order: Sequence[int], mirrored: bool
) -> tuple[int, str]:
    """Return minus how many transitions are met from a state on, and these with new names."""
    names = {start: 0}
    met = [start]
    count = 0
    rows = []
    for state in met:
        texts = []
        for symbol in order:
            cell = cells[state][symbol]
            if cell is None:
                texts.append(_HALT)
                continue
            write, right, following = cell
            if following not in names:
                names[following] = len(met)
                met.append(following)
            count += 1
            side = "R" if bool(right) != mirrored else "L"
            texts.append(f"{order.index(write)}{side}{names[following]}")
        rows.append(",".join(texts))
    return -count, ";".join(rows)


def _cells(machine: Machine) -> list[list[Cell]]:
    return [
        [
            None
            if entry is None or entry.next == HALT
            else (entry.write, int(entry.move is Direction.RIGHT), entry.next)
            for entry in row
        ]
        for row in machine.transitions
    ]


def _key(table: list[list[Cell]], start: int = 0) -> str:
    return min(_walk(table, start, mirrored=False), _walk(table, start, mirrored=True))


def _walk(table: list[list[Cell]], start: int, *, mirrored: bool) -> str:
    states, symbols = {start: 0}, {0: 0}
    state_order, symbol_order = [start], [0]
    done: dict[tuple[int, int], str] = {}
    while True:
        open_ = (
            (s, c)
            for s in range(len(state_order))
            for c in range(len(symbol_order))
            if (s, c) not in done
        )
        pair = next(open_, None)
        if pair is None:
            break
        cell = table[state_order[pair[0]]][symbol_order[pair[1]]]
        if cell is None:
            done[pair] = _HALT
            continue
        write, right, following = cell
        if write not in symbols:
            symbols[write] = len(symbol_order)
            symbol_order.append(write)
        if following not in states:
            states[following] = len(state_order)
            state_order.append(following)
        side = "R" if bool(right) != mirrored else "L"
        done[pair] = f"{symbols[write]}{side}{states[following]}"
    rows = (
        ",".join(done[state, symbol] for symbol in range(len(symbol_order)))
        for state in range(len(state_order))
    )
    return ";".join(rows)
