"""Long runs of a single machine: blocks of cells as symbols, and chains of equal steps at once.

The tape is cut into blocks of b cells, and what the machine does from entering a block to leaving
it is worked out once for each state, side and content (a *macro step*, after [1]_). Equal blocks
side by side are kept as one with a count; where a macro step leaves a block on the far side in the
state it came in, it is done for all of them at once (a *chain*). Nothing is lost: step counts and
tapes are exact, whatever their size. Counts are 64-bit integers as long as they fit, and Python's
afterwards.

References
----------
.. [1] H. Marxen and J. Buntrock, "Attacking the Busy Beaver 5", Bulletin of the EATCS 40 (1990).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from bbsynth.busy_beaver.machines.notation import HALT, Direction, Machine, Transition
from bbsynth.busy_beaver.machines.validation import check_machine, check_steps
from bbsynth.errors import UsageError

__all__ = ["LongRun", "run_accelerated"]

_MAX_BLOCK: Final = 12
_MAX_CONTENTS: Final = 4_096
_DEFAULT_OPERATIONS: Final = 10_000_000
_PORTION: Final = 1_000_000

_TRIAL: Final = 2_000
_TRIAL_SIZES: Final = 6
_LARGEST: Final = 2**61

_Array = npt.NDArray[np.int64]
_Row = list[tuple[int, int]]


@dataclass(frozen=True)
class LongRun:
    """How an accelerated run ended.

    Parameters
    ----------
    halted : bool
        Whether the machine halted.
    runs_forever : bool
        Whether it was seen to run on for ever: within a block, or along the blank tape.
    undefined : tuple of (int, int) or None
        State and symbol of the undefined transition that halted it, if one did.
    steps : int
        Steps run; the halting transition is counted, and an undefined one halts as ``1RZ``.
    operations : int
        Macro steps and chains that this took.
    state : int
        The state at the end, ``HALT`` (-1) if it halted.
    head : int
        Head position at the end, relative to the start cell.
    non_blank : int
        Cells that are not blank at the end.
    tape : tuple of (str, int)
        The tape at the end from left to right, as words and how often they are repeated, from
        cell `origin` on. All cells beyond are blank.
    origin : int
        The cell that the tape begins at.
    """

    halted: bool
    runs_forever: bool
    undefined: tuple[int, int] | None
    steps: int
    operations: int
    state: int
    head: int
    non_blank: int
    tape: tuple[tuple[str, int], ...]
    origin: int


def run_accelerated(
    machine: Machine,
    *,
    block: int | None = None,
    max_operations: int = _DEFAULT_OPERATIONS,
) -> LongRun:
    """Run `machine` from the blank tape, with macro steps and chains.

    Parameters
    ----------
    machine : Machine
        The machine.
    block : int, optional
        Cells in a block, 1 to 12, at most 4,096 different blocks. By default a few sizes are tried
        for a while, and the one that gets furthest is taken.
    max_operations : int
        Most macro steps and chains.

    Raises
    ------
    UsageError
        If an argument is out of range.
    """
    check_machine(machine)
    limit = check_steps(max_operations)
    sizes = [size for size in range(1, _MAX_BLOCK + 1) if machine.n_symbols**size <= _MAX_CONTENTS]
    if block is None:
        trials = [(size, _run(machine, size, min(limit, _TRIAL))) for size in sizes[:_TRIAL_SIZES]]
        size, trial = max(trials, key=lambda one: (_has_ended(one[1]), one[1].steps))
        return trial if _has_ended(trial) else _run(machine, size, limit)
    if isinstance(block, bool) or block not in sizes:
        raise UsageError(
            f"a block of a machine with {machine.n_symbols} symbols has 1 to {sizes[-1]} cells, "
            f"not {block!r}"
        )
    return _run(machine, block, limit)


def _has_ended(run: LongRun) -> bool:
    return run.halted or run.runs_forever


def _run(machine: Machine, size: int, max_operations: int, largest: int = _LARGEST) -> LongRun:
    # numba takes a noticeable part of a second to import; see simulation.
    from bbsynth.busy_beaver.machines import acceleration_kernel as kernel

    rules = machine.to_array().astype(np.int64)
    # By state, side entered from (0 is left) and content; see `acceleration_kernel.cross`.
    table: _Array = np.full((machine.n_states, 2, machine.n_symbols**size, 4), -1, dtype=np.int64)
    contents: _Array = np.zeros((2, 256), dtype=np.int64)
    counts: _Array = np.zeros((2, 256), dtype=np.int64)
    place: _Array = np.zeros(6, dtype=np.int64)
    steps = operations = 0
    end = kernel.FUEL
    while operations < max_operations and end == kernel.FUEL:
        # In portions, so that an interrupt from the keyboard is noticed.
        fuel = min(_PORTION, max_operations - operations)
        end, left, contents, counts = kernel.advance_blocks(
            rules, table, size, contents, counts, place, fuel, largest
        )
        operations += fuel - left
        steps += int(place[4])
        place[4] = 0
    rows: list[_Row] = []
    for side in range(2):
        some = slice(int(place[side]))
        rows.append(
            list(zip(contents[side, some].tolist(), counts[side, some].tolist(), strict=True))
        )
    walk = _Walk(rows, int(place[2]), int(place[3]), int(place[5]), steps, operations)
    if end == kernel.TOO_LARGE:
        end = _continue(walk, rules, table, size, max_operations)
    return _finish(machine, size, walk, end)


@dataclass
class _Walk:
    """Where a run is; the rows are those of the kernel."""

    rows: list[_Row]
    state: int
    side: int
    position: int
    steps: int
    operations: int


def _continue(walk: _Walk, rules: _Array, table: _Array, size: int, max_operations: int) -> int:
    """Go on with integers of any size, and return how the run ended."""
    from bbsynth.busy_beaver.machines import acceleration_kernel as kernel

    while walk.operations < max_operations:
        ahead, behind = 1 - walk.side, walk.side
        row = walk.rows[ahead]
        content, count = row[-1] if row else (0, 0)
        entry = table[walk.state, walk.side, content]
        if entry[2] < 0:
            kernel.cross(rules, entry, size, walk.state, walk.side, content)
        written, following, out, steps = entry.tolist()
        if out >= kernel.HALTS:
            return int(out)
        number = 1
        if out == ahead and following == walk.state:
            if not row:
                return kernel.FOREVER
            number = count
        if row:
            row.pop()
            if count > number:
                row.append((content, count - number))
        target = walk.rows[behind if out == ahead else ahead]
        if target and target[-1][0] == written:
            target[-1] = (written, target[-1][1] + number)
        elif target or written:
            target.append((written, number))
        walk.operations += 1
        walk.steps += number * steps
        walk.position += number if out == 1 else -number
        walk.side, walk.state = 1 - out, following
    return kernel.FUEL


def _finish(machine: Machine, size: int, walk: _Walk, end: int) -> LongRun:
    from bbsynth.busy_beaver.machines import acceleration_kernel as kernel

    row = walk.rows[1 - walk.side]
    # The block that the head is on, by itself.
    content, count = row.pop() if row else (0, 1)
    if count > 1:
        row.append((content, count - 1))
    cells = list(_digits(content, machine.n_symbols, size))
    place = 0 if walk.side == 0 else size - 1
    state, steps = walk.state, walk.steps
    undefined = None
    if end == kernel.HALTS:
        while state != HALT:
            transition = machine.transitions[state][cells[place]]
            if transition is None:
                undefined = (state, cells[place])
                transition = Transition(1, Direction.RIGHT, HALT)
            cells[place] = transition.write
            place += transition.move.offset
            state = transition.next
            steps += 1
    left, right = walk.rows
    words = [("".join(map(str, _digits(one, machine.n_symbols, size))), n) for one, n in left]
    words.append(("".join(map(str, cells)), 1))
    words += [
        ("".join(map(str, _digits(one, machine.n_symbols, size))), n) for one, n in reversed(right)
    ]
    return LongRun(
        halted=end == kernel.HALTS,
        runs_forever=end == kernel.FOREVER,
        undefined=undefined,
        steps=steps,
        operations=walk.operations,
        state=state,
        head=walk.position * size + place,
        non_blank=sum((len(word) - word.count("0")) * n for word, n in words),
        tape=tuple(words),
        origin=(walk.position - sum(n for _, n in left)) * size,
    )


def _digits(content: int, n_symbols: int, size: int) -> tuple[int, ...]:
    """Return the cells of a block from left to right."""
    return tuple(content // n_symbols**place % n_symbols for place in range(size - 1, -1, -1))
