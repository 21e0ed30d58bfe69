"""The compiled walks of `bbsynth.busy_beaver.machines.tree_sampling`."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from bbsynth.busy_beaver.machines.compilation import compiled
from bbsynth.busy_beaver.machines.kernels import (
    STRIDE,
    advance_short,
    scratch_tape,
    undefined_table,
)

__all__ = ["draw"]

_Array = npt.NDArray[Any]


@compiled
def _uniform(generator: _Array) -> float:
    """Return a number from 0 to 1, 1 excluded.

    The generator is SplitMix64 (G. L. Steele et al., "Fast splittable pseudorandom number
    generators", OOPSLA 2014), whose numbers are the same everywhere.
    """
    generator[0] += np.uint64(0x9E3779B97F4A7C15)
    mixed = generator[0]
    mixed = (mixed ^ (mixed >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(31)
    return np.float64(mixed >> np.uint64(11)) / 9007199254740992.0


@compiled
def draw(
    weights: _Array, max_steps: int, generator: _Array, tables: _Array, drawn: int, max_walks: int
) -> tuple[int, int]:
    """Fill `tables` from index `drawn` on; return how many are filled, and the walks it took."""
    n_states, n_symbols = tables.shape[1], tables.shape[2]
    writes = np.zeros(n_states * STRIDE, dtype=np.uint8)
    moves = np.zeros(n_states * STRIDE, dtype=np.int64)
    nexts = np.zeros(n_states * STRIDE, dtype=np.int64)
    tape = scratch_tape(256)
    root = undefined_table(n_states, n_symbols)
    size = n_states * n_symbols
    table = root.copy()
    for walk in range(max_walks):
        if drawn == len(tables):
            return drawn, walk
        table[:] = root
        used, missing = 0, size
        while True:
            point = _uniform(generator) * weights[used, missing]
            if point < 1.0:
                tables[drawn] = table
                drawn += 1
                break
            point -= 1.0
            _, _, _, _, state, symbol, _, _, tape = advance_short(
                table, writes, moves, nexts, tape, max_steps
            )
            if state < 0 or missing == 1:
                break
            # Children in the order: next state, then symbol written and direction.
            ways = n_symbols if missing == size else 2 * n_symbols
            old = weights[used, missing - 1]
            following = min(int(point / (ways * old)), used + 1)
            if following == used + 1 and used + 1 == n_states:
                following = used
            way = 0
            if following <= used:
                way = int(point / old) - following * ways
            else:
                way = int((point - (used + 1) * ways * old) / weights[used + 1, missing - 1])
            way = max(0, min(way, ways - 1))
            table[state, symbol, 0] = way % n_symbols
            table[state, symbol, 1] = 1 if way < n_symbols else -1
            table[state, symbol, 2] = following
            used = max(used, following)
            missing -= 1
    return drawn, max_walks
