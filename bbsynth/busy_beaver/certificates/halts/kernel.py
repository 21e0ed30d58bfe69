"""A compiled run for the check of long halting times, written apart from the simulation."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from bbsynth.busy_beaver.machines.compilation import compiled

__all__ = ["follow"]


@compiled
def follow(
    rules: npt.NDArray[Any], tape: npt.NDArray[Any], head: int, state: int, steps: int
) -> tuple[int, int, int]:
    """Make up to `steps` steps, and stop before one that has no rule or when off the tape.

    Parameters
    ----------
    rules : ndarray of int64, shape (n_states, n_symbols, 3)
        Symbol written, offset and next state, -1 where there is no rule.
    tape : ndarray of uint8
        The cells, changed in place.
    head, state, steps : int
        Where to begin, and how far to go.

    Returns
    -------
    (head, state, steps that are left)
    """
    while steps > 0 and 0 <= head < tape.size:
        symbol = tape[head]
        following = rules[state, symbol, 2]
        if following < 0:
            break
        tape[head] = np.uint8(rules[state, symbol, 0])
        head += rules[state, symbol, 1]
        state = following
        steps -= 1
    return head, state, steps
