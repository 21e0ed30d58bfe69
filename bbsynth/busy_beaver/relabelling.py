"""Changing the text of a machine, but not what it does.

What is asked of the changed machine is asked of it alone: it is decided anew, and nothing in a
statement tells where it comes from. The metadata do.
"""

from __future__ import annotations

from random import Random
from typing import Any

from bbsynth.busy_beaver.machines import Machine, Transition, mirror, rename

__all__ = ["disguised", "with_symbols_renamed"]


def disguised(machine: Machine, choice: Random) -> tuple[Machine, dict[str, Any]]:
    """Return a machine that does the same under other names, and which names these are.

    The states but the first are renamed, the symbols but the blank are too, and left and right are
    exchanged or not, all at random, but so that the text is another one.

    Returns
    -------
    machine : Machine
        The disguised machine.
    record : dict
        ``mirrored``; ``states`` and ``symbols``, the new names of the old ones in order.
    """
    while True:
        states = [0, *choice.sample(range(1, machine.n_states), machine.n_states - 1)]
        symbols = [0, *choice.sample(range(1, machine.n_symbols), machine.n_symbols - 1)]
        mirrored = choice.random() < 0.5
        result = with_symbols_renamed(rename(machine, states), symbols)
        if mirrored:
            result = mirror(result)
        # The mirror image is another text, unless the table is empty.
        if result != machine or not any(map(any, machine.transitions)):
            return result, {"mirrored": mirrored, "states": states, "symbols": symbols}


def with_symbols_renamed(machine: Machine, permutation: list[int]) -> Machine:
    """Return the machine in which symbol ``s`` is called ``permutation[s]``; 0 has to stay 0."""
    rows = []
    for row in machine.transitions:
        entries: list[Transition | None] = [None] * machine.n_symbols
        for symbol, entry in enumerate(row):
            entries[permutation[symbol]] = (
                None
                if entry is None
                else Transition(permutation[entry.write], entry.move, entry.next)
            )
        rows.append(tuple(entries))
    return Machine(tuple(rows))
