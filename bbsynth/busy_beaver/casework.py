"""All completions of a partial machine, case by case, for proofs that people read."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Final

import numpy as np

from bbsynth.busy_beaver.certificate import Fate, quantity
from bbsynth.busy_beaver.deciders import Decision, decide_batch
from bbsynth.busy_beaver.machines import HALT, Direction, Machine, Transition, state_name

__all__ = ["Case", "cases"]

_STEPS: Final = 1_000
"""Steps that a completion is run before it is looked for a reason why it never halts; more than the
machines of the classes with such problems make."""


@dataclasses.dataclass(frozen=True)
class Case:
    """What becomes of a machine that comes to a transition that is missing.

    Parameters
    ----------
    steps : int
        After how many steps it comes there.
    state : str
        In which state.
    symbol : int
        On which symbol.
    outcomes : list of (list of str, str, Case or None)
        The ways to fill in the transition, what follows from each of them, and, if the machine
        comes to another transition that is missing, what becomes of it there.
    """

    steps: int
    state: str
    symbol: int
    outcomes: list[tuple[list[str], str, Case | None]]


def cases(notation: str) -> Case:
    """Return the cases of a partial machine that comes to a transition that is missing."""
    machine = Machine.parse(notation)
    return _case(machine, _decided([machine])[0])


def _case(machine: Machine, decision: Decision) -> Case:
    if decision.undefined is None:
        raise ValueError(f"{machine} does not come to a missing transition")
    state, symbol = decision.undefined
    steps = decision.steps - 1
    entries = list(_entries(machine))
    halting = [str(entry) for entry in entries if entry.next == HALT]
    outcomes: list[tuple[list[str], str, Case | None]] = [
        (halting, f"the machine halts after {quantity(decision.steps, 'step')}", None)
    ]
    going_on = [entry for entry in entries if entry.next != HALT]
    filled = [_filled(machine, state, symbol, entry) for entry in going_on]
    for entry, one, then in zip(going_on, filled, _decided(filled), strict=True):
        if then.undefined is not None:
            outcomes.append(([str(entry)], "", _case(one, then)))
            continue
        why = _why(then)
        for ways, text, _ in outcomes:
            if text == why:
                ways.append(str(entry))
                break
        else:
            outcomes.append(([str(entry)], why, None))
    return Case(steps, state_name(state), symbol, outcomes)


def _decided(machines: list[Machine]) -> list[Decision]:
    return decide_batch(np.stack([one.to_array() for one in machines]), max_steps=_STEPS)


def _entries(machine: Machine) -> Iterator[Transition]:
    for write in range(machine.n_symbols):
        for move in Direction:
            for state in (HALT, *range(machine.n_states)):
                yield Transition(write, move, state)


def _filled(machine: Machine, state: int, symbol: int, entry: Transition) -> Machine:
    rows = [list(row) for row in machine.transitions]
    rows[state][symbol] = entry
    return Machine(tuple(map(tuple, rows)))


def _why(decision: Decision) -> str:
    certificate = decision.certificate
    if certificate is None:
        raise ValueError(f"{decision.machine} has not been decided")
    never = "it never halts: " if certificate.fate is Fate.NEVER_HALTS else ""
    return f"{never}{certificate.reason()}"
