"""The compiled closure of n-gram contexts, for machines by the thousand.

Cells are integers: the history, written in base ``states * symbols + 1`` with the latest pair as
the lowest digit, times the number of symbols, plus the symbol. Windows, contexts, and *grams* (what
two neighbouring windows share) are rows of arrays, found again by hashing; a slot of a hash table
holds a stamp that is new for every machine, so nothing has to be wiped in between.

Side 0 is left of the head, side 1 right of it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from bbsynth.busy_beaver.machines.compilation import compiled

__all__ = ["close_all"]

_Array = npt.NDArray[Any]


@compiled
def close_all(
    tables: _Array, left: int, right: int, history: int, max_contexts: int, sizes: _Array
) -> None:
    """Fill `sizes` with the contexts of each closed set; 0 for a halt, -1 for too many."""
    n_states, n_symbols = tables.shape[1], tables.shape[2]
    longest = max(left, right)
    lengths = np.array([left, right], dtype=np.int64)
    slots = 64
    while slots < 4 * max_contexts:
        slots *= 2
    # Every context has at most one new window, and a window has two grams.
    contexts = np.zeros((max_contexts + 1, 8), dtype=np.int64)
    windows = np.zeros((2, max_contexts + 3, longest), dtype=np.int64)
    window_links = np.zeros((2, max_contexts + 3, 4), dtype=np.int64)
    grams = np.zeros((2, 2 * max_contexts + 6, longest), dtype=np.int64)
    gram_links = np.zeros((2, 2 * max_contexts + 6, 2), dtype=np.int64)
    context_slots = np.zeros((slots, 2), dtype=np.int32)
    window_slots = np.zeros((2, slots, 2), dtype=np.int32)
    gram_slots = np.zeros((2, slots, 2), dtype=np.int32)
    base = n_states * n_symbols + 1
    modulus = 1
    for _ in range(history):
        modulus *= base
    for index in range(len(tables)):
        sizes[index] = _close(
            tables[index],
            lengths,
            base,
            modulus,
            max_contexts,
            index + 1,
            contexts,
            windows,
            window_links,
            grams,
            gram_links,
            context_slots,
            window_slots,
            gram_slots,
        )


@compiled
def _intern(rows: _Array, width: int, count: int, slots: _Array, stamp: int) -> int:
    """Return the index of the row equal to ``rows[count]``: an earlier one, or `count`."""
    mixed = np.uint64(0x9E3779B97F4A7C15)
    for column in range(width):
        mixed ^= np.uint64(rows[count, column])
        mixed *= np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(29)
    slot = np.int64(mixed & np.uint64(len(slots) - 1))
    while slots[slot, 0] == stamp:
        other = slots[slot, 1]
        equal = True
        for column in range(width):
            if rows[other, column] != rows[count, column]:
                equal = False
                break
        if equal:
            return int(other)
        slot = (slot + 1) & (len(slots) - 1)
    slots[slot, 0] = stamp
    slots[slot, 1] = count
    return count


@compiled
def _close(
    table: _Array,
    lengths: _Array,
    base: int,
    modulus: int,
    max_contexts: int,
    stamp: int,
    contexts: _Array,
    windows: _Array,
    window_links: _Array,
    grams: _Array,
    gram_links: _Array,
    context_slots: _Array,
    window_slots: _Array,
    gram_slots: _Array,
) -> int:
    """Close one machine.

    The columns of a row of `contexts` are state, cell, left and right window, then, as soon as it
    is done, next state, next cell, its new window behind the head, and the next context that
    asks for the same gram ahead. Those of `window_links`: the gram at its beginning, the one at
    its end, whether it is a member of its side's set, and the next member with the same beginning.
    Those of `gram_links`: the first member that begins with it, and the first context that asks.
    """
    n_symbols = table.shape[1]
    n_windows = np.zeros(2, dtype=np.int64)
    n_grams = np.zeros(2, dtype=np.int64)
    for side in range(2):
        windows[side, 0, :] = 0
        _add_window(
            side, lengths[side], windows, window_links, grams, gram_links,
            window_slots, gram_slots, n_windows, n_grams, stamp,
        )  # fmt: skip
        window_links[side, 0, 2] = 1
        gram_links[side, window_links[side, 0, 0], 0] = 0
    contexts[0, :4] = 0
    _intern(contexts, 4, 0, context_slots, stamp)
    count = 1
    done = 0
    while done < count:
        state, cell = contexts[done, 0], contexts[done, 1]
        symbol = cell % n_symbols
        following = table[state, symbol, 2]
        if following < 0:
            return 0
        past = (cell // n_symbols * base + state * n_symbols + symbol + 1) % modulus
        written = past * n_symbols + table[state, symbol, 0]
        ahead = 1 if table[state, symbol, 1] > 0 else 0
        behind = 1 - ahead
        old, view = contexts[done, 2 + behind], contexts[done, 2 + ahead]
        if window_links[behind, old, 2] == 0:
            # The old window joins the set behind; contexts that asked for it get their answer.
            gram = window_links[behind, old, 0]
            window_links[behind, old, 2] = 1
            window_links[behind, old, 3] = gram_links[behind, gram, 0]
            gram_links[behind, gram, 0] = old
            asking = gram_links[behind, gram, 1]
            while asking >= 0:
                if count > max_contexts:
                    return -1
                contexts[count, 0] = contexts[asking, 4]
                contexts[count, 1] = contexts[asking, 5]
                contexts[count, 2 + ahead] = contexts[asking, 6]
                contexts[count, 2 + behind] = old
                if _intern(contexts, 4, count, context_slots, stamp) == count:
                    count += 1
                asking = contexts[asking, 7]
        length = lengths[behind]
        fresh = n_windows[behind]
        windows[behind, fresh, 0] = written
        for column in range(1, length):
            windows[behind, fresh, column] = windows[behind, old, column - 1]
        new = _add_window(
            behind, length, windows, window_links, grams, gram_links,
            window_slots, gram_slots, n_windows, n_grams, stamp,
        )  # fmt: skip
        gram = window_links[ahead, view, 1]
        contexts[done, 4] = following
        contexts[done, 5] = windows[ahead, view, 0]
        contexts[done, 6] = new
        contexts[done, 7] = gram_links[ahead, gram, 1]
        gram_links[ahead, gram, 1] = done
        member = gram_links[ahead, gram, 0]
        while member >= 0:
            if count > max_contexts:
                return -1
            contexts[count, 0] = following
            contexts[count, 1] = windows[ahead, view, 0]
            contexts[count, 2 + behind] = new
            contexts[count, 2 + ahead] = member
            if _intern(contexts, 4, count, context_slots, stamp) == count:
                count += 1
            member = window_links[ahead, member, 3]
        done += 1
    return count if count <= max_contexts else -1


@compiled
def _add_window(
    side: int,
    length: int,
    windows: _Array,
    window_links: _Array,
    grams: _Array,
    gram_links: _Array,
    window_slots: _Array,
    gram_slots: _Array,
    n_windows: _Array,
    n_grams: _Array,
    stamp: int,
) -> int:
    """Return the index of the window after the last one, which is kept if it is new."""
    count = n_windows[side]
    index = _intern(windows[side], length, count, window_slots[side], stamp)
    if index < count:
        return index
    n_windows[side] += 1
    for which in range(2):
        fresh = n_grams[side]
        for column in range(length - 1):
            grams[side, fresh, column] = windows[side, count, column + which]
        gram = _intern(grams[side], length - 1, fresh, gram_slots[side], stamp)
        if gram == fresh:
            gram_links[side, fresh, 0] = -1
            gram_links[side, fresh, 1] = -1
            n_grams[side] += 1
        window_links[side, count, which] = gram
    window_links[side, count, 2] = 0
    window_links[side, count, 3] = -1
    return index
