"""The compiled inner loops of the simulation.

A run does little per step, so three things are arranged to cost nothing. A transition is found at
``state + cell`` in flat arrays, where a state is its number times ``STRIDE``. A cell holds the
symbol plus a flag, set when the cell is written, which later tells the cells that were visited.
And the two ends of the tape hold the value ``EDGE``, on which no state has a transition, so that
leaving the array and halting are one comparison. Unsigned indices spare numba's treatment of
negative ones. (Together: 1.5 times the speed of the same loop written with ``table[state, cell]``.)
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from bbsynth.busy_beaver.machines.compilation import compiled
from bbsynth.busy_beaver.machines.notation import HALT, UNDEFINED

__all__ = [
    "EDGE",
    "STRIDE",
    "SYMBOL_MASK",
    "VISITED",
    "advance",
    "advance_short",
    "flatten",
    "grow_tree",
    "run_tables",
    "scratch_tape",
    "undefined_table",
    "widen",
]

STRIDE: Final = 32
VISITED: Final = 16
SYMBOL_MASK: Final = 15
EDGE: Final = 31

_Array = npt.NDArray[Any]


@compiled
def flatten(table: _Array, writes: _Array, moves: _Array, nexts: _Array) -> None:
    """Fill the flat arrays (uint8, int64, int64; ``n_states * STRIDE`` entries) from a table.

    ``nexts`` is the next state times ``STRIDE``, or -1 where the run cannot go on.
    """
    n_states, n_symbols = table.shape[0], table.shape[1]
    nexts[:] = -1
    for state in range(n_states):
        for symbol in range(n_symbols):
            for flag in (0, VISITED):
                entry = state * STRIDE + symbol + flag
                writes[entry] = table[state, symbol, 0] + VISITED
                moves[entry] = table[state, symbol, 1]
                if table[state, symbol, 2] >= 0:
                    nexts[entry] = table[state, symbol, 2] * STRIDE


@compiled
def advance(
    writes: _Array, moves: _Array, nexts: _Array, tape: _Array, head: int, state: int, fuel: int
) -> tuple[int, int, int]:
    """Run until the fuel is spent, or no next state is known: a halt, or the end of the array.

    The halting transition itself is not taken. `state` is a multiple of ``STRIDE``.

    Returns
    -------
    (head, state, fuel left)
    """
    position = np.uint64(head)
    base = np.uint64(state)
    while fuel > 0:
        entry = base + np.uint64(tape[position])
        following = nexts[entry]
        if following < 0:
            break
        tape[position] = writes[entry]
        position = position + np.uint64(moves[entry])
        base = np.uint64(following)
        fuel -= 1
    return np.int64(position), np.int64(base), fuel  # type: ignore[return-value]


@compiled
def widen(tape: _Array) -> _Array:
    """Return a tape of twice the width with `tape` in the middle."""
    width = tape.size
    wider = np.zeros(2 * width, dtype=np.uint8)
    start = width // 2
    wider[start + 1 : start + width - 1] = tape[1 : width - 1]
    wider[0] = EDGE
    wider[-1] = EDGE
    return wider


@compiled
def advance_short(
    table: _Array, writes: _Array, moves: _Array, nexts: _Array, tape: _Array, max_steps: int
) -> tuple[bool, int, int, int, int, int, int, int, _Array]:
    """Run one machine from the blank tape to its halt or to `max_steps`, for runs by the million.

    `tape` is a blank scratch tape with ``EDGE`` at both ends, and is blank again afterwards; the
    one returned is to be used for the next run, since it may have been widened.

    Returns
    -------
    (halted, steps, state, head, undefined state, undefined symbol, cells visited, non-blank
    cells, tape)
        With the conventions of `bbsynth.busy_beaver.machines.simulation.Run`; both parts of
        ``undefined`` are -1 if there is none.
    """
    flatten(table, writes, moves, nexts)
    origin = tape.size // 2
    head, state, fuel = origin, 0, max_steps
    while True:
        head, state, fuel = advance(writes, moves, nexts, tape, head, state, fuel)
        if tape[head] != EDGE:
            break
        shift = tape.size // 2
        tape = widen(tape)
        head += shift
        origin += shift
    first = head
    last = head
    state //= STRIDE
    steps = max_steps - fuel
    halted = fuel > 0
    undefined_state, undefined_symbol = -1, -1
    # The cell under the head counts as visited; what a halting move enters does not.
    tape[head] |= VISITED
    if halted:
        symbol = tape[head] & SYMBOL_MASK
        if table[state, symbol, 2] == UNDEFINED:
            undefined_state, undefined_symbol = state, symbol
        tape[head] = table[state, symbol, 0] + VISITED
        head += table[state, symbol, 1]
        state = HALT
        steps += 1
    non_blank = 0
    while tape[first - 1] & VISITED and tape[first - 1] != EDGE:
        first -= 1
    while tape[last + 1] & VISITED and tape[last + 1] != EDGE:
        last += 1
    for position in range(first, last + 1):
        if tape[position] & SYMBOL_MASK:
            non_blank += 1
        tape[position] = 0
    return (
        halted,
        steps,
        state,
        head - origin,
        undefined_state,
        undefined_symbol,
        last + 1 - first,
        non_blank,
        tape,
    )


@compiled
def scratch_tape(width: int) -> _Array:
    """Return a blank tape with ``EDGE`` at both ends."""
    tape = np.zeros(width, dtype=np.uint8)
    tape[0] = EDGE
    tape[-1] = EDGE
    return tape


@compiled
def run_tables(tables: _Array, max_steps: int, results: _Array) -> None:
    """Run each of the tables (N, n_states, n_symbols, 3) and fill `results` (see ``RUN_DTYPE``)."""
    n_states = tables.shape[1]
    writes = np.zeros(n_states * STRIDE, dtype=np.uint8)
    moves = np.zeros(n_states * STRIDE, dtype=np.int64)
    nexts = np.zeros(n_states * STRIDE, dtype=np.int64)
    tape = scratch_tape(256)
    for index in range(tables.shape[0]):
        (
            results[index].halted,
            results[index].steps,
            results[index].state,
            results[index].head,
            results[index].undefined_state,
            results[index].undefined_symbol,
            results[index].cells_visited,
            results[index].non_blank,
            tape,
        ) = advance_short(tables[index], writes, moves, nexts, tape, max_steps)


@compiled
def undefined_table(n_states: int, n_symbols: int) -> _Array:
    """Return the table of the machine without any transition."""
    table = np.ones((n_states, n_symbols, 3), dtype=np.int8)
    table[:, :, 2] = UNDEFINED
    return table


@compiled
def grow_tree(
    stack: _Array, height: int, max_steps: int, tables: _Array, results: _Array
) -> tuple[int, int]:
    """Take machines off `stack`, run them and push their children, until `tables` is full.

    Parameters
    ----------
    stack : ndarray of int8, shape (depth, n_states, n_symbols, 3)
        Tables still to be visited, the next one last; changed in place.
    height : int
        How many there are.
    tables, results : ndarray
        Filled with the machines in the order visited, and how their runs ended.

    Returns
    -------
    (machines visited, new height of the stack)
    """
    n_states = stack.shape[1]
    writes = np.zeros(n_states * STRIDE, dtype=np.uint8)
    moves = np.zeros(n_states * STRIDE, dtype=np.int64)
    nexts = np.zeros(n_states * STRIDE, dtype=np.int64)
    tape = scratch_tape(256)
    count = 0
    while height > 0 and count < tables.shape[0]:
        height -= 1
        table = tables[count]
        table[:] = stack[height]
        (
            results[count].halted,
            results[count].steps,
            results[count].state,
            results[count].head,
            results[count].undefined_state,
            results[count].undefined_symbol,
            results[count].cells_visited,
            results[count].non_blank,
            tape,
        ) = advance_short(table, writes, moves, nexts, tape, max_steps)
        if results[count].halted:
            height = push_children(
                stack,
                height,
                table,
                results[count].undefined_state,
                results[count].undefined_symbol,
            )
        count += 1
    return count, height


@compiled
def push_children(stack: _Array, height: int, table: _Array, state: int, symbol: int) -> int:
    """Push the machines that define `table` at (state, symbol), the first one on top."""
    n_states, n_symbols = table.shape[0], table.shape[1]
    last_used = 0
    missing = 0
    for row in range(n_states):
        for column in range(n_symbols):
            last_used = max(last_used, table[row, column, 2])
            if table[row, column, 2] == UNDEFINED:
                missing += 1
    if missing == 1:
        return height
    is_root = missing == n_states * n_symbols
    for write in range(n_symbols - 1, -1, -1):
        for move in (1, -1):
            if is_root and move == -1:
                continue
            for following in range(min(last_used + 1, n_states - 1), -1, -1):
                stack[height] = table
                stack[height, state, symbol, 0] = write
                stack[height, state, symbol, 1] = move
                stack[height, state, symbol, 2] = following
                height += 1
    return height
