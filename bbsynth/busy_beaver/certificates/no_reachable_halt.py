"""Machines none of whose transitions on any path from the start state halts.

If a set of states holds the start state, and every transition of a state in it is defined, does not
halt and leads to a state in it, then the machine never leaves the set, and never halts. The least
such set, which the search looks for, is the set of all states that paths from the start state lead
to.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bbsynth.busy_beaver.certificate import Certificate, Guess, Search
from bbsynth.busy_beaver.machines import MAX_STATES, state_name
from bbsynth.busy_beaver.machines.notation import Machine
from bbsynth.busy_beaver.machines.validation import check_tables

__all__ = ["KIND", "NoReachableHalt", "find_no_reachable_halts"]


@dataclass(frozen=True)
class NoReachableHalt(Certificate):
    """The machine never leaves `states`, and they do not halt.

    Parameters
    ----------
    states : tuple of int
        States in rising order, 0 among them.
    """

    kind = "no_reachable_halt"
    order = 30
    plain = True
    stratum = "no-reachable-halt"
    stratum_rank = 1
    weight = 2
    guesses = (Guess(1.0, "by exact Machine.neverHalts_of_noReachableHalt (by decide +kernel)"),)

    states: tuple[int, ...]

    def __post_init__(self) -> None:
        states = self.states
        good = isinstance(states, tuple) and bool(states)
        self._need(good, f"states are a tuple, not {states!r}")
        for state in states:
            self._integer("a state", state, 0, MAX_STATES - 1)
        good = list(states) == sorted(set(states)) and states[0] == 0
        self._need(good, f"states rise from 0, unlike {states}")

    @classmethod
    def searches(cls, search_steps: int, budget: int) -> list[Search]:
        return [Search(30, find_no_reachable_halts)]

    def check(self, machine: Machine) -> bool:
        """Return whether the states are such a set, by a scan of the table."""
        if 0 not in self.states or any(state >= machine.n_states for state in self.states):
            return False
        return all(
            transition is not None and transition.next in self.states
            for state in self.states
            for transition in machine.transitions[state]
        )

    def in_words(self) -> str:
        names = ", ".join(map(state_name, self.states))
        return f"Never halts: the states {names} lead to each other only, and none of them halts."

    def reason(self) -> str:
        return "no transition that it can come to halts"


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


KIND = NoReachableHalt
