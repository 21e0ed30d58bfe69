"""A run on a dict, for the checks of certificates.

It shares no code with the searches, nor with the compiled simulation.
"""

from __future__ import annotations

from typing import NamedTuple

from bbsynth.busy_beaver.machines.notation import Machine

__all__ = ["Place", "halts_on", "run_plainly"]


class Place(NamedTuple):
    """Where a run has led to: head, state, and the first and last cell that the head was on."""

    head: int
    state: int
    first: int
    last: int


def halts_on(machine: Machine, state: int, symbol: int) -> bool:
    """Return whether a transition halts, as undefined ones do."""
    transition = machine.transitions[state][symbol]
    return transition is None or transition.halts


def run_plainly(
    machine: Machine, tape: dict[int, int], head: int, state: int, steps: int
) -> Place | None:
    """Make `steps` steps on `tape`, which is changed, or return None if the machine halts before;
    some million steps a second."""
    rules = {
        (one, symbol): (transition.write, transition.move.offset, transition.next)
        for one, row in enumerate(machine.transitions)
        for symbol, transition in enumerate(row)
        if transition is not None and not transition.halts
    }
    first = last = head
    for _ in range(steps):
        rule = rules.get((state, tape.get(head, 0)))
        if rule is None:
            return None
        tape[head], offset, state = rule
        head += offset
        if head < first:
            first = head
        elif head > last:
            last = head
    return Place(head, state, first, last)
