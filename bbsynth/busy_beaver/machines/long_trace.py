"""Traces of long runs, compressed in time."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt

from bbsynth.busy_beaver.machines.notation import HALT, Machine
from bbsynth.busy_beaver.machines.simulation import PORTION, Trace
from bbsynth.busy_beaver.machines.validation import check_machine, check_steps
from bbsynth.errors import UsageError

__all__ = ["sampled_trace"]

_MAX_CELLS: Final = 2**28


def sampled_trace(machine: Machine, steps: int, *, rows: int) -> Trace:
    """Return configurations of a run at equal distances in time, and the last one.

    Parameters
    ----------
    machine : Machine
        The machine.
    steps : int
        Steps to run, from the blank tape; it is fewer if the machine halts earlier.
    rows : int
        How many configurations at most, 2 to 100,000. If there are as many steps or fewer, all are
        shown.

    Raises
    ------
    UsageError
        If an argument is out of range, or the trace would have more than 2^28 cells.
    """
    check_machine(machine)
    limit = check_steps(steps)
    if isinstance(rows, bool) or not isinstance(rows, int) or not 2 <= rows <= 100_000:
        raise UsageError(f"a sampled trace has 2 to 100,000 rows, not {rows!r}")
    # numba takes a noticeable part of a second to import; see simulation.
    from bbsynth.busy_beaver.machines import kernels

    table = machine.to_array()
    entries = machine.n_states * kernels.STRIDE
    writes = np.zeros(entries, dtype=np.uint8)
    moves = np.zeros(entries, dtype=np.int64)
    nexts = np.zeros(entries, dtype=np.int64)
    kernels.flatten(table, writes, moves, nexts)
    tape = kernels.scratch_tape(1024)
    origin = head = tape.size // 2
    state = time = 0
    every = max(1, -(-limit // (rows - 1)))
    # Start, cells, and place of the start cell therein, of every row.
    pieces: list[tuple[npt.NDArray[np.uint8], int]] = []
    heads, states, times = [0], [0], [0]
    pieces.append((np.zeros(1, dtype=np.uint8), 0))
    size = 0
    while time < limit and states[-1] != HALT:
        wanted = min(every, limit - time)
        done, halts = 0, False
        while done < wanted and not halts:
            # In portions, so that an interrupt from the keyboard is noticed.
            fuel = min(PORTION, wanted - done)
            head, state, left_over = kernels.advance(writes, moves, nexts, tape, head, state, fuel)
            done += fuel - left_over
            if tape[head] != kernels.EDGE:
                halts = left_over > 0
                continue
            # The head has been on a quarter of these cells at least.
            _check_size(tape.size // 4, rows)
            shift = tape.size // 2
            tape = kernels.widen(tape)
            head, origin = head + shift, origin + shift
        time += done
        offset, letter = 0, state // kernels.STRIDE
        tape[head] |= kernels.VISITED
        visited = np.flatnonzero((tape[1:-1] & kernels.VISITED) != 0) + 1
        first, end = min(int(visited[0]), head, origin), max(int(visited[-1]), head, origin) + 1
        cells = tape[first:end] & np.uint8(kernels.SYMBOL_MASK)
        if halts:
            write, offset, _ = table[letter, cells[head - first]].tolist()
            cells[head - first] = write
            time += 1
            letter = HALT
        pieces.append((cells, origin - first))
        heads.append(head + offset - origin)
        states.append(letter)
        times.append(time)
        size = max(size, cells.size)
        _check_size(size, rows)
    left = max(max(before for _, before in pieces), -min(heads))
    right = max(max(cells.size - before for cells, before in pieces), max(heads) + 1)
    tapes = np.zeros((len(pieces), left + right), dtype=np.uint8)
    for row, (cells, before) in enumerate(pieces):
        tapes[row, left - before : left - before + cells.size] = cells
    return Trace(
        tapes=tapes,
        heads=np.array(heads, dtype=np.int64),
        states=np.array(states, dtype=np.int8),
        origin=left,
        times=np.array(times, dtype=np.int64),
    )


def _check_size(width: int, rows: int) -> None:
    if width * rows > _MAX_CELLS:
        raise UsageError(
            f"a trace of {rows} rows is too large: it would have more than {_MAX_CELLS} cells; "
            "ask for fewer rows or steps"
        )
