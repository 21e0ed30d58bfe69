"""When two machines are the same, whatever they are called.

`machine_key` gives two machines the same text if their runs on the blank tape are the same but for
names: states renamed, symbols other than the blank renamed, left and right exchanged, states and
symbols left out that no run can meet, another spelling of a halt. What the halting step writes, and
where it moves, is not distinguished either. So it takes more machines together than
`bbsynth.machines.canonical_form`, and less time where there are many symbols.
"""

from __future__ import annotations

from typing import Final

from bbsynth.machines.notation import HALT, Direction, Machine

__all__ = ["machine_key"]

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
    parsed = Machine.parse(machine) if isinstance(machine, str) else machine
    table: list[list[Cell]] = [
        [
            None
            if entry is None or entry.next == HALT
            else (entry.write, int(entry.move is Direction.RIGHT), entry.next)
            for entry in row
        ]
        for row in parsed.transitions
    ]
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
