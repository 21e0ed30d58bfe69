"""A second, slow simulator, by which every claim in a statement is checked.

It shares no code with `bbsynth.machines` and `bbsynth.deciders`, where the claims come from: a
mistake there would have to be made here too in order to go unnoticed. The conventions are those of
the statements: the step that halts is counted, writes and moves.
"""

from __future__ import annotations

__all__ = [
    "Rule",
    "Table",
    "Tape",
    "check_halts_after",
    "check_halts_leaving",
    "check_loop",
    "check_runs_on",
]

Rule = tuple[int, int, int | None]
"""Symbol written, move (-1 or +1), next state (None halts)."""

Table = tuple[tuple[Rule, ...], ...]
"""A row per state, an entry per symbol read."""


class Tape:
    """A machine at work: the state (None once it has halted), the head, the cells, the time.

    Parameters
    ----------
    table : tuple
        The machine. It starts in state 0 on cell 0 of the blank tape.
    """

    def __init__(self, table: Table) -> None:
        self.table = table
        self.state: int | None = 0
        self.head = 0
        self.cells: dict[int, int] = {}
        self.time = 0

    def read(self, cell: int) -> int:
        """Return the symbol in a cell."""
        return self.cells.get(cell, 0)

    def step(self) -> None:
        """Make one step; a machine that has halted makes none."""
        if self.state is None:
            return
        write, move, following = self.table[self.state][self.read(self.head)]
        self.cells[self.head] = write
        self.head += move
        self.state = following
        self.time += 1

    def run(self, steps: int) -> None:
        """Make so many steps, or fewer if the machine halts."""
        for _ in range(steps):
            if self.state is None:
                break
            self.step()


def check_halts_after(table: Table, steps: int) -> str | None:
    """Return None if the machine halts after exactly `steps` steps, else what it does."""
    tape = Tape(table)
    tape.run(steps)
    if tape.state is not None:
        return f"the machine has not halted after {steps} steps"
    if tape.time != steps:
        return f"the machine halts after {tape.time} steps, not {steps}"
    return None


def check_halts_leaving(table: Table, non_blank: int, limit: int) -> str | None:
    """Return None if the machine halts within `limit` steps and leaves `non_blank` cells."""
    tape = Tape(table)
    tape.run(limit)
    if tape.state is not None:
        return f"the machine has not halted after {limit} steps"
    left = sum(symbol != 0 for symbol in tape.cells.values())
    if left != non_blank:
        return f"the machine leaves {left} cells that are not blank, not {non_blank}"
    return None


def check_runs_on(table: Table, steps: int) -> str | None:
    """Return None if the machine has not halted after `steps` steps, else when it did."""
    tape = Tape(table)
    tape.run(steps)
    return None if tape.state is not None else f"the machine halts after {tape.time} steps"


def check_loop(
    table: Table, *, start: int, period: int, width: int, shift: int, ahead: int
) -> str | None:
    """Return None if the machine is in a loop, else what is missing for that.

    The loop is one that goes on for ever: `period` steps after time `start` the state is the same
    again; in between, the head is never more than `width` cells behind the place where it was at
    `start`; and from `width` cells behind the head onwards the tape is the same, as seen from the
    head. Since only these cells are read, the next period is the same, and every one after it.

    Parameters
    ----------
    table : tuple
        The machine.
    start, period, width : int
        The loop: steps, steps, cells.
    shift : int
        By how many cells the head is ahead after a period; 0 or more.
    ahead : int
        The direction in which the loop moves, -1 or +1.
    """
    if start < 0 or period < 1 or width < 0 or shift < 0 or ahead not in (-1, 1):
        return "the certificate is out of range"
    tape = Tape(table)
    tape.run(start)
    state, head, cells = tape.state, tape.head, dict(tape.cells)
    for _ in range(period):
        tape.step()
        if ahead * (head - tape.head) > width:
            return f"the head goes more than {width} cells back, by step {tape.time}"
    if tape.state is None:
        return f"the machine halts after {tape.time} steps"
    if tape.state != state:
        return f"the states after {start} and {start + period} steps differ"
    if ahead * (tape.head - head) != shift:
        return f"the head moves on by {ahead * (tape.head - head)} cells, not {shift}"
    reach = max((abs(cell) for cell in tape.cells), default=0) + abs(head) + shift + 1
    for distance in range(-width, reach + 1):
        before = cells.get(head + ahead * distance, 0)
        if before != tape.read(tape.head + ahead * distance):
            return f"the tape differs {distance} cells ahead of the head"
    return None
