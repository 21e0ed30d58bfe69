"""Records at the ends of the tape: where a machine goes further than ever before.

Both searches for rules, for bouncers and for counters, begin with them.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from typing import Final

from bbsynth.busy_beaver.machines.notation import Direction, Machine
from bbsynth.busy_beaver.machines.validation import check_machine
from bbsynth.errors import UsageError

__all__ = ["EdgeRecord", "edge_records"]

_MAX_STEPS: Final = 1_000_000
_MAX_TAPE: Final = 400


@dataclass(frozen=True)
class EdgeRecord:
    """The head has entered a cell beyond the end of all visited cells.

    Parameters
    ----------
    time : int
        Steps made so far.
    state : int
        The state.
    tape : str
        The cells without the blanks at their ends; the side that the head is on comes last.
    """

    time: int
    state: int
    tape: str


def edge_records(machine: Machine, max_steps: int) -> dict[Direction, list[EdgeRecord]]:
    """Return the records at both ends of the tape, in order of time.

    Parameters
    ----------
    machine : Machine
        The machine, started on the blank tape.
    max_steps : int
        Steps to look at, at most 1,000,000; fewer if the machine halts, or visits more than 400
        cells.

    Raises
    ------
    UsageError
        If an argument is not right.
    """
    check_machine(machine)
    if type(max_steps) is not int or not 0 <= max_steps <= _MAX_STEPS:
        raise UsageError(f"the steps to look at are 0 to {_MAX_STEPS:,}, not {max_steps!r}")
    rows = [
        [None if t is None or t.halts else (str(t.write), t.move.offset, t.next) for t in row]
        for row in machine.transitions
    ]
    cells = deque("0")
    head = state = 0
    found: dict[Direction, list[EdgeRecord]] = {Direction.RIGHT: [], Direction.LEFT: []}
    for time in range(1, max_steps + 1):
        rule = rows[state][int(cells[head])]
        if rule is None:
            break
        cells[head], offset, state = rule
        head += offset
        if head == len(cells):
            cells.append("0")
            found[Direction.RIGHT].append(EdgeRecord(time, state, "".join(cells)[:-1].lstrip("0")))
        elif head < 0:
            head = 0
            cells.appendleft("0")
            tape = "".join(cells)[:0:-1].lstrip("0")
            found[Direction.LEFT].append(EdgeRecord(time, state, tape))
        if len(cells) > _MAX_TAPE:
            break
    return found
