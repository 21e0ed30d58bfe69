"""When two machines are the same, whatever they are called.

`machine_key` gives two machines the same text if their runs on the blank tape are the same but for
names: states renamed, symbols other than the blank renamed, left and right exchanged, states and
symbols left out that no run can meet, another spelling of a halt. What the halting step writes, and
where it moves, is not distinguished either. So it takes more machines together than
`bbsynth.machines.canonical_form`, and less time where there are many symbols.

`run_key` also leaves out transitions that the run does not use in its first `WATCHED_STEPS` steps,
whatever stands there. So machines have the same key if their runs from the blank tape are the same
for so long but for names: it knows no more of a machine than what it does.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from bbsynth.machines.notation import HALT, Direction, Machine

__all__ = ["WATCHED_STEPS", "machine_key", "run_key"]

WATCHED_STEPS: Final = 10_000
"""Steps in which a transition has to be used so as to count for `run_key`."""

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

    It is the `machine_key` of the machine that halts in place of the transitions that are not used
    in the first `WATCHED_STEPS` steps from the blank tape.

    Raises
    ------
    MachineFormatError
        If a text is not a machine.
    """
    from bbsynth.machines.key_kernel import watch  # numba takes long to import.

    parsed = Machine.parse(machine) if isinstance(machine, str) else machine
    table = parsed.to_array()
    used = np.zeros(table.shape[:2], dtype=np.bool_)
    watch(table, used, WATCHED_STEPS)
    return _key(
        [
            [cell if is_used else None for cell, is_used in zip(cells, row, strict=True)]
            for cells, row in zip(_cells(parsed), used.tolist(), strict=True)
        ]
    )


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
