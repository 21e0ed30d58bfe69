"""When two machines are the same, whatever they are called.

`machine_key` gives two machines the same text if their runs on the blank tape are the same but for
names: states renamed, symbols other than the blank renamed, left and right exchanged, states and
symbols left out that no run can meet, another spelling of a halt. What the halting step writes, and
where it moves, is not distinguished either. So it takes more machines together than
`bbsynth.busy_beaver.machines.canonical_form`, and less time where there are many symbols.

`run_key` looks at what a machine does, and not at its table: the symbols read and written and the
moves of `WATCHED_STEPS` steps, from where the tape is blank for the last time on. What a machine
does before leaves nothing. So machines have the same key if their runs from there are the same but
for names, though one may have more states for it, or other transitions that are not used.

What is said of other starts than the blank tape does not depend on the start state. `start_key` is
for a start that is written out; `tail_key` for what a machine goes on doing, wherever in it one
begins.
"""

from __future__ import annotations

import functools
import hashlib
import itertools
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from bbsynth.busy_beaver.machines.notation import HALT, Direction, Machine
from bbsynth.errors import MachineFormatError

__all__ = [
    "WATCHED_STEPS",
    "actions_used",
    "key_of_machine",
    "machine_key",
    "run_key",
    "start_key",
    "tail_key",
]

WATCHED_STEPS: Final = 10_000
"""Steps that are compared."""

_LONG: Final = 60_000
"""Steps in which a machine does all that it goes on doing, and a counter carries several times."""

_GRAM: Final = 4
"""So many actions in a row count for `tail_key`: few enough to be met again and again."""

_BASE: Final = 200
"""More than any code of an action."""

_MOST_ORDERS: Final = 720
"""Ways of naming symbols that occur alike, at most, that are tried."""

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

    A machine that comes to the blank tape in the same state again goes round for ever; of the
    states in which it is blank the one with the least key counts. All machines that never write and
    never halt have the same key.

    Raises
    ------
    MachineFormatError
        If a text is not a machine.
    """
    from bbsynth.busy_beaver.machines.key_kernel import blank_states  # numba takes long to import.

    table = _table(machine)
    starts = np.zeros(table.shape[0], dtype=np.bool_)
    blank_states(table, starts, WATCHED_STEPS)
    runs = [
        _actions(table, state, 0, 0, (), WATCHED_STEPS) for state in np.flatnonzero(starts).tolist()
    ]
    if all(len(run) == WATCHED_STEPS and not (run // 2).any() for run in runs):
        return "blank"
    return min(map(_digest, runs))


def actions_used(machine: Machine | str) -> int:
    """Return how many different actions (what is read and written, and the move) the run from the
    blank tape has in its first `WATCHED_STEPS` steps; the step that halts is none.

    Raises
    ------
    MachineFormatError
        If a text is not a machine.
    """
    return len(np.unique(_actions(_table(machine), 0, 0, 0, (), WATCHED_STEPS)))


def start_key(
    machine: Machine | str, state: int, head: int, first: int, symbols: Sequence[int]
) -> str:
    """Return a text that is the same for starts from which the runs are the same but for names.

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
    return _digest(_actions(_table(machine), state, head, first, symbols, WATCHED_STEPS))


def tail_key(
    machine: Machine | str,
    state: int = 0,
    head: int = 0,
    first: int = 0,
    symbols: Sequence[int] = (),
    *,
    noted: int = 2_000,
) -> str:
    """Return a text that is the same for machines that go on in the same way but for names.

    It is made of all runs of four actions in some ten thousands of steps; in which order these are
    met does not count, nor do the first `noted` steps, in which a machine may not yet do what it
    goes on doing, unless it halts. Other parameters and errors as for `start_key`; by default the
    run from the blank tape.
    """
    actions = _actions(_table(machine), state, head, first, symbols, _LONG)
    if len(actions) == _LONG:
        actions = actions[noted:]
    if len(actions) < _GRAM:
        return _digest(actions)
    # A gram as one number, its actions as digits: these are quickly told apart.
    last = len(actions) - _GRAM + 1
    packed = sum(
        actions[place : place + last].astype(np.int64) * _BASE**place for place in range(_GRAM)
    )
    grams = [
        tuple(
            (code // 20, code // 2 % 10, code % 2)
            for code in (number // _BASE**place % _BASE for place in range(_GRAM))
        )
        for number in np.unique(packed).tolist()
    ]
    return min(
        _hash(repr(sorted(_renamed(gram, names, turned) for gram in grams)).encode())
        for turned in (False, True)
        for names in _namings(grams)
    )


_Gram = tuple[tuple[int, int, int], ...]


def _renamed(gram: _Gram, names: Mapping[int, int], turned: bool) -> _Gram:
    return tuple((names[read], names[write], move != turned) for read, write, move in gram)


def _namings(grams: Sequence[_Gram]) -> Iterator[dict[int, int]]:
    """Yield the ways of naming symbols that are left when they are told apart by where they occur:
    the blank is 0."""
    places: dict[int, Counter[tuple[int, ...]]] = defaultdict(Counter)
    for gram in grams:
        flat = [symbol for read, write, _ in gram for symbol in (read, write)]
        for symbol in set(flat) - {0}:
            places[symbol][tuple(i for i, other in enumerate(flat) if other == symbol)] += 1
    alike: dict[str, list[int]] = defaultdict(list)
    for symbol, where in places.items():
        alike[repr(sorted(where.items()))].append(symbol)
    classes = [alike[name] for name in sorted(alike)]
    orders = itertools.product(*(itertools.permutations(one) for one in classes))
    for order in itertools.islice(orders, _MOST_ORDERS):
        yield {0: 0} | {symbol: n for n, symbol in enumerate(itertools.chain(*order), start=1)}


def _table(machine: Machine | str) -> npt.NDArray[np.int8]:
    return (Machine.parse(machine) if isinstance(machine, str) else machine).to_array()


def _actions(
    table: npt.NDArray[np.int8],
    state: int,
    head: int,
    first: int,
    symbols: Sequence[int],
    steps: int,
) -> npt.NDArray[np.int16]:
    """Return what is done in so many steps, or until the machine halts; see `trace_actions`."""
    from bbsynth.busy_beaver.machines.key_kernel import trace_actions  # numba takes long to import.

    if not 0 <= state < table.shape[0] or any(
        not 0 <= symbol < table.shape[1] for symbol in symbols
    ):
        raise ValueError("the machine has no such state or symbol")
    if len(symbols) > WATCHED_STEPS or abs(head - first) > WATCHED_STEPS:
        raise ValueError("the start is too large")
    middle = steps + 2 * WATCHED_STEPS
    tape = np.zeros(2 * middle + 1, dtype=np.int8)
    place = middle + first - head
    tape[place : place + len(symbols)] = symbols
    actions = np.zeros(steps, dtype=np.int16)
    return actions[: trace_actions(table, tape, middle, state, actions)]


def _digest(actions: npt.NDArray[np.int16]) -> str:
    """Return a hash of actions, the symbols named in the order in which they occur, the first move
    to the right."""
    if not len(actions):
        return _hash(b"")
    read, write, right = actions // 20, actions // 2 % 10, actions % 2
    both = np.stack([read, write], axis=1).ravel()
    symbols, where = np.unique(both, return_index=True)
    names = np.zeros(10, dtype=np.int16)
    order = [symbol for _, symbol in sorted(zip(where.tolist(), symbols.tolist(), strict=True))]
    for name, symbol in enumerate((one for one in order if one), start=1):
        names[symbol] = name
    named = 20 * names[read] + 2 * names[write] + (right == right[0])
    return _hash(named.astype("<i2").tobytes())


def _hash(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=16).hexdigest()


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


def _key(table: list[list[Cell]]) -> str:
    return min(_walk(table, mirrored=False), _walk(table, mirrored=True))


def _walk(table: list[list[Cell]], *, mirrored: bool) -> str:
    states, symbols = {0: 0}, {0: 0}
    state_order, symbol_order = [0], [0]
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


@functools.lru_cache(maxsize=100_000)
def key_of_machine(text: str) -> str | None:
    """Return the key of a machine, see `run_key`; None if the text is none."""
    try:
        return run_key(text)
    except MachineFormatError:
        return None
