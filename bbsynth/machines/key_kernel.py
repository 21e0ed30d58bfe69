"""The compiled loop of `bbsynth.machines.key`."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from bbsynth.machines.compilation import compiled

__all__ = ["watch"]


@compiled
def watch(table: npt.NDArray[Any], used: npt.NDArray[np.bool_], steps: int) -> None:
    """Run from the blank tape, and note in `used` which transitions are used; the last may halt."""
    tape = np.zeros(2 * steps + 1, dtype=np.int8)
    head, state = steps, 0
    for _ in range(steps):
        symbol = tape[head]
        used[state, symbol] = True
        write, move, following = table[state, symbol]
        if following < 0:
            break
        tape[head] = write
        head += move
        state = following
