"""Translated cyclers: machines that do the same over and over, further along the tape.

Such a machine enters cells it has never been on, over and over, in one direction; a time at which
it does is a *record*, and everything ahead of the head is then blank. The search looks for two
records with the same state, such that the cells behind the head, as far back as the head goes
between the two times, hold the same at both [1]_.

What a cell held at the first record is what was read there on the first visit after it. So it is
enough to keep the head position and the symbol read of every step, and to compare these with the
tape at the second record; no earlier tape is kept.

References
----------
.. [1] S. Lin and T. Radó, "Computer studies of Turing machine problems", Journal of the ACM 12
   (1965), where the method decides most machines with three states.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from bbsynth.busy_beaver.certificate import check_search_steps
from bbsynth.busy_beaver.certificates.translated_cycler import TranslatedCycler
from bbsynth.busy_beaver.machines.compilation import compiled
from bbsynth.busy_beaver.machines.notation import Direction
from bbsynth.busy_beaver.machines.validation import check_tables

__all__ = ["find_translated_cyclers", "search_one"]

_Array = npt.NDArray[Any]


def find_translated_cyclers(
    tables: npt.NDArray[np.int8], max_steps: int
) -> list[TranslatedCycler | None]:
    """Return for each machine a certificate that it is a translated cycler, or None.

    The certificate is the one that ends first among those between records; of these, the one with
    the least period.

    Parameters
    ----------
    tables : ndarray of int8, shape (N, n_states, n_symbols, 3)
        Tables as made by `Machine.to_array`.
    max_steps : int
        Steps to run each.

    Raises
    ------
    UsageError
        If an argument is out of range.
    """
    tables = check_tables(tables)
    found = np.zeros((len(tables), 5), dtype=np.int64)
    _search(tables, check_search_steps(max_steps), found)
    return [
        TranslatedCycler(
            start=start,
            period=period,
            direction=Direction.RIGHT if way > 0 else Direction.LEFT,
            width=width,
            shift=shift,
        )
        if way
        else None
        for way, start, period, width, shift in found.tolist()
    ]


@compiled
def _search(tables: _Array, max_steps: int, found: _Array) -> None:
    # The head cannot leave this tape in max_steps.
    origin = max_steps + 1
    tape = np.zeros(2 * origin + 1, dtype=np.uint8)
    heads = np.zeros(max_steps + 1, dtype=np.int32)
    reads = np.zeros(max_steps + 1, dtype=np.uint8)
    # Row 0 for the direction left, row 1 for right; column r is the record r cells from the start.
    times = np.zeros((2, max_steps + 1), dtype=np.int32)
    states = np.zeros((2, max_steps + 1), dtype=np.int8)
    for index in range(len(tables)):
        low, high = search_one(
            tables[index], tape, heads, reads, times, states, origin, max_steps, found[index]
        )
        tape[low : high + 1] = 0


@compiled
def search_one(
    table: _Array,
    tape: _Array,
    heads: _Array,
    reads: _Array,
    times: _Array,
    states: _Array,
    origin: int,
    max_steps: int,
    found: _Array,
) -> tuple[int, int]:
    """Fill `found` (way, start, period, width, shift); return the first and last cell visited."""
    head, state = origin, 0
    low, high = origin, origin
    for row in range(2):
        times[row, 0] = 0
        states[row, 0] = 0
    for time in range(1, max_steps + 1):
        symbol = tape[head]
        following = table[state, symbol, 2]
        if following < 0:
            break
        heads[time - 1] = head
        reads[time - 1] = symbol
        tape[head] = table[state, symbol, 0]
        head += table[state, symbol, 1]
        state = following
        if head < low:
            low = head
            way = -1
        elif head > high:
            high = head
            way = 1
        else:
            continue
        row = (way + 1) // 2
        record = abs(head - origin)
        times[row, record] = time
        states[row, record] = state
        for earlier in range(record - 1, -1, -1):
            if states[row, earlier] != state:
                continue
            start = times[row, earlier]
            width = _width_if_equal(
                tape, heads, reads, start, time, origin + way * earlier, head, way
            )
            if width >= 0:
                found[0] = way
                found[1] = start
                found[2] = time - start
                found[3] = width
                found[4] = record - earlier
                return low, high
    return low, high


@compiled
def _width_if_equal(
    tape: _Array,
    heads: _Array,
    reads: _Array,
    start: int,
    end: int,
    first_head: int,
    last_head: int,
    way: int,
) -> int:
    """Return how far behind `first_head` the head goes from `start` to `end`.

    -1 if the cells so far behind the head differ at the two times; `tape` is the one at `end`.
    """
    width = 0
    for time in range(start, end):
        behind = (first_head - heads[time]) * way
        if behind > width:
            width = behind
            if reads[time] != tape[last_head - behind * way]:
                return -1
    return width
