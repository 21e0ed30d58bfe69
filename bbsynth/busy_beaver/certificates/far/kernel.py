"""The compiled search for finite automata; see `bbsynth.busy_beaver.certificates.far`.

States of the nondeterministic automaton are bits: q times the machine's states, plus f, and ⊥ is
the bit after the last of the largest automaton. A row of transitions is one integer.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from bbsynth.busy_beaver.machines.compilation import compiled

__all__ = ["search_all"]

_Array = npt.NDArray[Any]


@compiled
def search_all(tables: _Array, max_states: int, max_nodes: int, found: _Array) -> None:
    """Fill rows of `found`: size of the automaton (0 if none), direction, transitions."""
    n_states, n_symbols = tables.shape[1], tables.shape[2]
    depth = max_states * n_symbols
    goes = np.zeros((depth + 1, n_symbols, max_states * n_states + 1), dtype=np.int64)
    for index in range(len(tables)):
        for way in (-1, 1):
            table = tables[index].copy()
            if way > 0:
                table[:, :, 1] = -table[:, :, 1]
            nodes = max_nodes
            for states in range(1, max_states + 1):
                size, nodes = _search(table, states, nodes, goes, found[index, 2:])
                if size or nodes <= 0:
                    break
            if size:
                found[index, 0] = size
                found[index, 1] = way
                break


@compiled
def _search(
    table: _Array, max_states: int, nodes: int, goes: _Array, delta: _Array
) -> tuple[int, int]:
    """Return the size of the automaton in `delta`, 0 if there is none, and the nodes left."""
    n_states, n_symbols = table.shape[0], table.shape[1]
    bottom = goes.shape[2] - 1
    goes[0] = 0
    for symbol in range(n_symbols):
        goes[0, symbol, bottom] = 1 << bottom
        for state in range(n_states):
            if table[state, symbol, 2] < 0:
                for q in range(max_states):
                    goes[0, symbol, q * n_states + state] = 1 << bottom
    # The largest state met before each transition; -1 in delta is one not tried yet.
    largest = np.zeros(max_states * n_symbols + 1, dtype=np.int64)
    delta[:] = -1
    level = 0
    while level >= 0:
        limit = 0 if level == 0 else min(largest[level] + 1, max_states - 1)
        if delta[level] >= limit:
            delta[level] = -1
            level -= 1
            continue
        delta[level] += 1
        nodes -= 1
        if nodes < 0:
            return 0, 0
        goes[level + 1] = goes[level]
        _saturate(table, delta, level + 1, goes[level + 1])
        if _accepts_blank(goes[level + 1], bottom):
            continue
        largest[level + 1] = max(largest[level], delta[level])
        level += 1
        if level == (largest[level] + 1) * n_symbols:
            return largest[level] + 1, nodes
    return 0, nodes


@compiled
def _saturate(table: _Array, delta: _Array, known: int, goes: _Array) -> None:
    n_states, n_symbols = table.shape[0], table.shape[1]
    grows = True
    while grows:
        grows = False
        for place in range(known):
            q, letter = place // n_symbols, place % n_symbols
            after = delta[place]
            for state in range(n_states):
                for symbol in range(n_symbols):
                    following = table[state, symbol, 2]
                    if following < 0:
                        continue
                    write = table[state, symbol, 0]
                    if table[state, symbol, 1] > 0:
                        if write != letter:
                            continue
                        source = q * n_states + state
                        targets = 1 << (after * n_states + following)
                    else:
                        source = after * n_states + state
                        targets = 0
                        middle = goes[letter, q * n_states + following]
                        place_of = 0
                        while middle:
                            if middle & 1:
                                targets |= goes[write, place_of]
                            middle >>= 1
                            place_of += 1
                    if targets & ~goes[symbol, source]:
                        goes[symbol, source] |= targets
                        grows = True


@compiled
def _accepts_blank(goes: _Array, bottom: int) -> bool:
    reached = 1
    while True:
        more = reached
        rest = reached
        place = 0
        while rest:
            if rest & 1:
                more |= goes[0, place]
            rest >>= 1
            place += 1
        if (more >> bottom) & 1:
            return True
        if more == reached:
            return False
        reached = more
