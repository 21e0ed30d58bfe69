"""Cyclers: machines whose whole configuration recurs.

The search compares the current configuration with a saved one, and saves a new one at times 1, 2,
4, 8, … after the last (Brent's algorithm [1]_). The number of cells in which the two tapes differ
is kept up to date with every write, so a comparison costs nothing. The first recurrence after the
right moment gives the least period; two runs, one period apart, then give the least start.

References
----------
.. [1] R. P. Brent, "An improved Monte Carlo factorization algorithm", BIT 20 (1980).
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from bbsynth.busy_beaver.certificate import check_search_steps
from bbsynth.busy_beaver.certificates.cycler import Cycler
from bbsynth.busy_beaver.machines.compilation import compiled
from bbsynth.busy_beaver.machines.validation import check_tables

__all__ = ["find_cyclers", "least_period"]

_Array = npt.NDArray[Any]


def find_cyclers(tables: npt.NDArray[np.int8], max_steps: int) -> list[Cycler | None]:
    """Return for each machine a certificate that it is a cycler, or None.

    Parameters
    ----------
    tables : ndarray of int8, shape (N, n_states, n_symbols, 3)
        Tables as made by `Machine.to_array`.
    max_steps : int
        Steps to run each. A recurrence is found within three times the sum of start and period.

    Raises
    ------
    UsageError
        If an argument is out of range.
    """
    tables = check_tables(tables)
    found = np.full((len(tables), 3), -1, dtype=np.int64)
    _search(tables, check_search_steps(max_steps), found)
    return [Cycler(*row) if row[0] >= 0 else None for row in found.tolist()]


@compiled
def _search(tables: _Array, max_steps: int, found: _Array) -> None:
    # The head cannot leave these tapes in max_steps.
    origin = max_steps + 1
    tape = np.zeros(2 * origin + 1, dtype=np.uint8)
    saved = np.zeros(2 * origin + 1, dtype=np.uint8)
    for index in range(len(tables)):
        period, low, high = least_period(tables[index], tape, saved, origin, max_steps)
        tape[low : high + 1] = 0
        saved[low : high + 1] = 0
        if period > 0:
            start, width = _least_start(tables[index], tape, saved, origin, period)
            tape[low : high + 1] = 0
            saved[low : high + 1] = 0
            found[index, 0] = start
            found[index, 1] = period
            found[index, 2] = width


@compiled
def least_period(
    table: _Array, tape: _Array, saved: _Array, origin: int, max_steps: int
) -> tuple[int, int, int]:
    """Return the least period, or 0 if none shows, and the first and last cell visited."""
    head, state = origin, 0
    saved_head, saved_state = origin, 0
    low, high = origin, origin
    differing = 0
    age, lifetime = 0, 1
    for _ in range(max_steps):
        old = tape[head]
        following = table[state, old, 2]
        if following < 0:
            return 0, low, high
        new = table[state, old, 0]
        tape[head] = new
        differing += (new != saved[head]) - (old != saved[head])
        head += table[state, old, 1]
        state = following
        low = min(low, head)
        high = max(high, head)
        age += 1
        if differing == 0 and head == saved_head and state == saved_state:
            return age, low, high
        if age == lifetime:
            saved[low : high + 1] = tape[low : high + 1]
            saved_head, saved_state, differing = head, state, 0
            age, lifetime = 0, 2 * lifetime
    return 0, low, high


@compiled
def _least_start(
    table: _Array, ahead: _Array, behind: _Array, origin: int, period: int
) -> tuple[int, int]:
    """Return the first time whose configuration recurs after `period` steps, and the width."""
    differing = 0
    head, state = origin, 0
    for _ in range(period):
        old = ahead[head]
        new = table[state, old, 0]
        ahead[head] = new
        differing += (new != behind[head]) - (old != behind[head])
        head += table[state, old, 1]
        state = table[state, old, 2]
    start = 0
    late_head, late_state = origin, 0
    while differing != 0 or head != late_head or state != late_state:
        old = ahead[head]
        new = table[state, old, 0]
        ahead[head] = new
        differing += (new != behind[head]) - (old != behind[head])
        head += table[state, old, 1]
        state = table[state, old, 2]

        old = behind[late_head]
        new = table[late_state, old, 0]
        behind[late_head] = new
        differing += (new != ahead[late_head]) - (old != ahead[late_head])
        late_head += table[late_state, old, 1]
        late_state = table[late_state, old, 2]
        start += 1
    leftmost = head
    for _ in range(period):
        old = ahead[head]
        ahead[head] = table[state, old, 0]
        head += table[state, old, 1]
        state = table[state, old, 2]
        leftmost = min(leftmost, head)
    return start, late_head - leftmost
