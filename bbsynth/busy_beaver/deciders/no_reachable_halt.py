"""Machines none of whose transitions on any path from the start state halts.

If a set of states holds the start state, and every transition of a state in it is defined, does not
halt and leads to a state in it, then the machine never leaves the set, and never halts. The least
such set, which the search looks for, is the set of all states that paths from the start state lead
to.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from bbsynth.busy_beaver.deciders.closures import NoReachableHalt
from bbsynth.busy_beaver.machines.notation import Machine
from bbsynth.busy_beaver.machines.validation import check_tables

__all__ = ["check_no_reachable_halt", "find_no_reachable_halt", "find_no_reachable_halts"]


def find_no_reachable_halt(machine: Machine) -> NoReachableHalt | None:
    """Return the states that can be reached, if none of them halts, or None."""
    return find_no_reachable_halts(machine.to_array()[None])[0]


def find_no_reachable_halts(tables: npt.NDArray[np.int8]) -> list[NoReachableHalt | None]:
    """Return for each machine the states that can be reached, if none of them halts, or None.

    Parameters
    ----------
    tables : ndarray of int8, shape (N, n_states, n_symbols, 3)
        Tables as made by `Machine.to_array`.

    Raises
    ------
    UsageError
        If an argument is not such an array.
    """
    following = check_tables(tables)[..., 2]
    count, n_states = following.shape[:2]
    reached = np.zeros((count, n_states), dtype=bool)
    reached[:, 0] = True
    for _ in range(n_states - 1):
        for state in range(n_states):
            enters = (following == state).any(axis=2) & reached
            reached[:, state] |= enters.any(axis=1)
    halting = np.any(following < 0, axis=2) & reached
    safe = [not any(row) for row in halting.tolist()]
    return [
        NoReachableHalt(tuple(np.flatnonzero(row).tolist())) if good else None
        for row, good in zip(reached, safe, strict=True)
    ]


def check_no_reachable_halt(machine: Machine, certificate: NoReachableHalt) -> bool:
    """Return whether the states of `certificate` are such a set, by a scan of the table."""
    states = certificate.states
    if 0 not in states or any(state >= machine.n_states for state in states):
        return False
    return all(
        transition is not None and transition.next in states
        for state in states
        for transition in machine.transitions[state]
    )
