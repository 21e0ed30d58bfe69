"""The compiled loop of `bbsynth.busy_beaver.deciders.survey`."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from bbsynth.busy_beaver.certificates.cycler.search import least_period
from bbsynth.busy_beaver.certificates.translated_cycler.search import search_one
from bbsynth.busy_beaver.machines.compilation import compiled
from bbsynth.busy_beaver.machines.kernels import STRIDE, advance_short, push_children, scratch_tape

__all__ = ["CYCLER", "HALTS", "TRANSLATED_CYCLER", "UNDECIDED", "survey"]

UNDECIDED: Final = 0
HALTS: Final = 1
TRANSLATED_CYCLER: Final = 2
CYCLER: Final = 3

_Array = npt.NDArray[Any]


@compiled
def survey(
    stack: _Array,
    height: int,
    first_steps: int,
    max_steps: int,
    search_steps: int,
    most: int,
    counts: _Array,
    undecided: _Array,
) -> tuple[int, int, int]:
    """Take machines off `stack`, decide them, and push the children of those that halt.

    It ends when `most` machines were taken, or `undecided` is full. `counts` (4) and `undecided`
    (tables) are added to.

    Returns
    -------
    (machines taken, new height of the stack, tables in `undecided`)
    """
    n_states = stack.shape[1]
    writes = np.zeros(n_states * STRIDE, dtype=np.uint8)
    moves = np.zeros(n_states * STRIDE, dtype=np.int64)
    nexts = np.zeros(n_states * STRIDE, dtype=np.int64)
    short = scratch_tape(256)
    origin = max(first_steps, search_steps) + 1
    tape = np.zeros(2 * origin + 1, dtype=np.uint8)
    saved = np.zeros(2 * origin + 1, dtype=np.uint8)
    heads = np.zeros(origin, dtype=np.int32)
    reads = np.zeros(origin, dtype=np.uint8)
    times = np.zeros((2, origin), dtype=np.int32)
    states = np.zeros((2, origin), dtype=np.int8)
    found = np.zeros(5, dtype=np.int64)
    table = stack[0].copy()
    taken = 0
    left_over = 0
    while height > 0 and taken < most and left_over < len(undecided):
        height -= 1
        table[:] = stack[height]
        taken += 1
        # Most machines halt or loop within a few steps; the rest is run and searched further.
        outcome = UNDECIDED
        run_steps, looked = first_steps, first_steps
        for attempt in range(2):
            halted, _, _, _, state, symbol, _, _, short = advance_short(
                table, writes, moves, nexts, short, run_steps
            )
            if halted:
                outcome = HALTS
                height = push_children(stack, height, table, state, symbol)
                break
            found[0] = 0
            low, high = search_one(table, tape, heads, reads, times, states, origin, looked, found)
            tape[low : high + 1] = 0
            if found[0]:
                outcome = TRANSLATED_CYCLER
                break
            period, low, high = least_period(table, tape, saved, origin, looked)
            tape[low : high + 1] = 0
            saved[low : high + 1] = 0
            if period:
                outcome = CYCLER
                break
            if attempt == 0:
                run_steps, looked = max_steps, search_steps
        counts[outcome] += 1
        if outcome == UNDECIDED:
            undecided[left_over] = table
            left_over += 1
    return taken, height, left_over
