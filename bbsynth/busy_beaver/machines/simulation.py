"""Running a machine from the blank tape.

Time 0 is the start: state A, every cell blank, the head on cell 0. Step counts include the halting
transition, and an undefined transition halts as ``1RZ`` would.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from bbsynth.busy_beaver.machines.notation import HALT, UNDEFINED, Machine
from bbsynth.busy_beaver.machines.validation import check_machine, check_steps, check_tables
from bbsynth.errors import UsageError

__all__ = ["PORTION", "RUN_DTYPE", "Backend", "Run", "Trace", "run", "run_batch", "trace"]

Backend = Literal["numba", "numpy"]

RUN_DTYPE: Final = np.dtype(
    [
        ("halted", np.bool_),
        ("state", np.int8),
        ("undefined_state", np.int8),
        ("undefined_symbol", np.int8),
        ("steps", np.int64),
        ("head", np.int64),
        ("cells_visited", np.int64),
        ("non_blank", np.int64),
    ],
    align=True,
)
"""A row of `run_batch`: fields of `Run`; both ``undefined_`` fields are -1 if there is none."""

PORTION: Final = 2**28
"""Steps between which an interrupt from the keyboard is noticed; they take about a second."""
_FIRST_WIDTH: Final = 1024
_MAX_TRACE_CELLS: Final = 2**28
_MAX_WIDTH: Final = 2**31


@dataclass(frozen=True, eq=False)
class Run:
    """How a run ended.

    Parameters
    ----------
    halted : bool
        Whether the machine halted within the steps allowed.
    undefined : tuple of (int, int) or None
        State and symbol of the undefined transition that halted it, if one did.
    steps : int
        Steps run; the halting transition is counted.
    state : int
        The state at the end, ``HALT`` (-1) if it halted.
    head : int
        Head position at the end, relative to the start cell. After a halt it can lie one cell
        outside `tape`.
    tape : ndarray of uint8, shape (cells_visited,)
        The cells visited, read-only; every other cell is blank.
    origin : int
        Index in `tape` of the start cell, cell 0.
    cells_visited : int
        Number of cells that the head was on; the cell that a halting move enters is not counted.
    non_blank : int
        Number of cells that are not blank at the end.
    """

    halted: bool
    undefined: tuple[int, int] | None
    steps: int
    state: int
    head: int
    tape: npt.NDArray[np.uint8]
    origin: int
    cells_visited: int
    non_blank: int


@dataclass(frozen=True, eq=False)
class Trace:
    """The configurations at times 0, 1, …, T of a run, or at some of these times.

    Parameters
    ----------
    tapes : ndarray of uint8, shape (T + 1, width)
        Row t is the tape at time t, wide enough for every head position of the trace.
    heads : ndarray of int64, shape (T + 1,)
        Head positions, relative to the start cell: the head at time t is on
        ``tapes[t, origin + heads[t]]``.
    states : ndarray of int8, shape (T + 1,)
        States; ``HALT`` (-1) in the last row if the machine halted at step T.
    origin : int
        Index in the rows of the start cell.
    times : ndarray of int64, optional
        The times of the rows, where these are not 0, 1, …, T.
    """

    tapes: npt.NDArray[np.uint8]
    heads: npt.NDArray[np.int64]
    states: npt.NDArray[np.int8]
    origin: int
    times: npt.NDArray[np.int64] | None = None

    @property
    def steps(self) -> int:
        """Number of steps T."""
        return int(self.heads.size) - 1 if self.times is None else int(self.times[-1])

    @property
    def row_times(self) -> npt.NDArray[np.int64]:
        """The times of the rows."""
        return np.arange(self.heads.size) if self.times is None else self.times

    @property
    def halted(self) -> bool:
        """Whether the last step halted."""
        return bool(self.states[-1] == HALT)


def run(machine: Machine, max_steps: int, *, backend: Backend = "numba") -> Run:
    """Run `machine` from the blank tape until it halts, at most `max_steps` steps.

    Parameters
    ----------
    machine : Machine
        The machine.
    max_steps : int
        Most steps to run, at least 0.
    backend : {"numba", "numpy"}
        A compiled loop, or one in plain Python, written apart from it, that gives equal results
        some hundred times slower.

    Raises
    ------
    UsageError
        If an argument is out of range.
    """
    check_machine(machine)
    limit = check_steps(max_steps)
    if backend == "numba":
        return _run_compiled(machine, limit)
    if backend == "numpy":
        return _run_plain(machine, limit)
    raise UsageError(f"unknown backend {backend!r}; possible are 'numba' and 'numpy'")


def _run_compiled(machine: Machine, max_steps: int) -> Run:
    # numba takes a noticeable part of a second to import, and not every command simulates.
    from bbsynth.busy_beaver.machines import kernels

    table = machine.to_array()
    entries = machine.n_states * kernels.STRIDE
    writes = np.zeros(entries, dtype=np.uint8)
    moves = np.zeros(entries, dtype=np.int64)
    nexts = np.zeros(entries, dtype=np.int64)
    kernels.flatten(table, writes, moves, nexts)
    tape = kernels.scratch_tape(_FIRST_WIDTH)
    origin = head = tape.size // 2
    state, steps, stopped = 0, 0, False
    while steps < max_steps and not stopped:
        # In portions, so that an interrupt from the keyboard is noticed.
        fuel = min(PORTION, max_steps - steps)
        head, state, left = kernels.advance(writes, moves, nexts, tape, head, state, fuel)
        steps += fuel - left
        if tape[head] == kernels.EDGE:
            shift = tape.size // 2
            _check_room(tape.size, steps)
            tape = kernels.widen(tape)
            head, origin = head + shift, origin + shift
        else:
            stopped = left > 0
    state //= kernels.STRIDE
    tape[head] |= kernels.VISITED
    visited = np.flatnonzero((tape[1:-1] & kernels.VISITED) != 0) + 1
    first, end = int(visited[0]), int(visited[-1]) + 1
    cells: npt.NDArray[np.uint8] = tape[first:end] & np.uint8(kernels.SYMBOL_MASK)
    final = _take_halting_step(table, cells, head - first, state) if stopped else None
    return _finish(cells, origin - first, head - first, state, steps, final)


def _run_plain(machine: Machine, max_steps: int) -> Run:
    table = machine.to_array()
    rows = table.tolist()
    # Cell x of the tape is right[x] for x >= 0 and left[-1 - x] otherwise.
    right, left = bytearray(1), bytearray()
    head = state = steps = 0
    stopped = False
    while steps < max_steps:
        half, index = (right, head) if head >= 0 else (left, -1 - head)
        write, offset, following = rows[state][half[index]]
        if following < 0:
            stopped = True
            break
        half[index] = write
        head += offset
        state = following
        steps += 1
        if head == len(right):
            right.append(0)
        elif -1 - head == len(left):
            left.append(0)
    cells = np.frombuffer(bytes(reversed(left)) + bytes(right), dtype=np.uint8).copy()
    origin = len(left)
    final = _take_halting_step(table, cells, head + origin, state) if stopped else None
    return _finish(cells, origin, head + origin, state, steps, final)


def _take_halting_step(
    table: npt.NDArray[np.int8], cells: npt.NDArray[np.uint8], index: int, state: int
) -> tuple[int, tuple[int, int] | None]:
    """Write as the halting transition does; return the move and the undefined pair, if any."""
    symbol = int(cells[index])
    write, offset, following = table[state, symbol].tolist()
    cells[index] = write
    return offset, (state, symbol) if following == UNDEFINED else None


def _finish(
    cells: npt.NDArray[np.uint8],
    origin: int,
    index: int,
    state: int,
    steps: int,
    final: tuple[int, tuple[int, int] | None] | None,
) -> Run:
    offset, undefined = final if final is not None else (0, None)
    cells.setflags(write=False)
    return Run(
        halted=final is not None,
        undefined=undefined,
        steps=steps + (final is not None),
        state=HALT if final is not None else state,
        head=index + offset - origin,
        tape=cells,
        origin=origin,
        cells_visited=int(cells.size),
        non_blank=int(np.count_nonzero(cells)),
    )


def trace(machine: Machine, steps: int) -> Trace:
    """Return the configurations of the first `steps` steps, or up to the halt if it is earlier.

    Raises
    ------
    UsageError
        If an argument is out of range, or the trace would have more than 2^28 cells.
    """
    check_machine(machine)
    limit = check_steps(steps)
    rows = machine.to_array().tolist()
    tape: dict[int, int] = {}
    heads, states = [0], [0]
    writes: list[int] = []
    left = right = 0
    while len(writes) < limit and states[-1] != HALT:
        head = heads[-1]
        write, offset, following = rows[states[-1]][tape.get(head, 0)]
        tape[head] = write
        writes.append(write)
        heads.append(head + offset)
        states.append(max(following, HALT))
        left, right = min(left, head + offset), max(right, head + offset)
        if len(heads) * (right - left + 1) > _MAX_TRACE_CELLS:
            raise UsageError(
                f"a trace of {limit} steps is too large: it would have more than "
                f"{_MAX_TRACE_CELLS} cells by step {len(writes)}; ask for fewer steps"
            )
    tapes = np.zeros((len(heads), right - left + 1), dtype=np.uint8)
    for time, write in enumerate(writes):
        tapes[time + 1] = tapes[time]
        tapes[time + 1, heads[time] - left] = write
    return Trace(
        tapes=tapes,
        heads=np.array(heads, dtype=np.int64),
        states=np.array(states, dtype=np.int8),
        origin=-left,
    )


def run_batch(tables: npt.NDArray[np.int8], max_steps: int) -> npt.NDArray[np.void]:
    """Run many machines of one class from the blank tape, compiled.

    Parameters
    ----------
    tables : ndarray of int8, shape (N, n_states, n_symbols, 3)
        Tables as made by `Machine.to_array`.
    max_steps : int
        Most steps to run each, at least 0.

    Returns
    -------
    structured ndarray of ``RUN_DTYPE``, shape (N,)

    Raises
    ------
    UsageError
        If an argument is out of range, or a run takes more tape than there is room for.
    """
    from bbsynth.busy_beaver.machines import kernels

    tables = check_tables(tables)
    limit = check_steps(max_steps)
    results = np.zeros(len(tables), dtype=RUN_DTYPE)
    # In portions, so that an interrupt from the keyboard is noticed.
    together = max(1, PORTION // max(1, limit))
    for first in range(0, len(tables), together):
        part = slice(first, first + together)
        kernels.run_tables(tables[part], min(limit, PORTION), results[part])
    if limit > PORTION:
        for place in np.flatnonzero(~results["halted"]).tolist():
            results[place] = _row(_run_compiled(Machine.from_array(tables[place]), limit))
    return results


def _row(outcome: Run) -> tuple[object, ...]:
    """Return a run as a row of `run_batch`."""
    state, symbol = (-1, -1) if outcome.undefined is None else outcome.undefined
    fields = {"undefined_state": state, "undefined_symbol": symbol}
    return tuple(fields.get(name, getattr(outcome, name, None)) for name in RUN_DTYPE.names or ())


def _check_room(width: int, steps: int) -> None:
    """Raise `UsageError` if a tape of `width` cells, full after `steps` steps, is not to grow."""
    if width >= _MAX_WIDTH:
        raise UsageError(
            f"the run has left a tape of {width:,} cells after {steps:,} steps; ask for fewer steps"
        )
