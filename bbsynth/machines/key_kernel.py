"""The compiled loops of `bbsynth.machines.key`."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from bbsynth.machines.compilation import compiled

__all__ = ["watch", "watch_blanks"]


@compiled
def watch_blanks(
    table: npt.NDArray[Any],
    used: npt.NDArray[np.bool_],
    starts: npt.NDArray[np.bool_],
    steps: int,
) -> None:
    """Run from the blank tape, and note which transitions are used after the tape was blank for
    the last time, and in which state it was then.

    If the machine comes to the blank tape in a state in which it was there before, it is in a
    loop: then what one round uses is noted, and in which states the tape is blank in it.
    """
    tape = np.zeros(4 * steps + 3, dtype=np.int8)
    head, state, marks = 2 * steps + 1, 0, 0
    seen = np.zeros(table.shape[0], dtype=np.bool_)
    round_of = -1
    for time in range(2 * steps):
        if time == steps and round_of < 0:
            return
        if marks == 0:
            if state == round_of:
                return
            if round_of >= 0:
                starts[state] = True
            else:
                used[:, :] = False
                starts[:] = False
                starts[state] = True
                if seen[state]:
                    round_of = state
                seen[state] = True
        symbol = tape[head]
        used[state, symbol] = True
        write, move, following = table[state, symbol]
        if following < 0:
            return
        marks += (write != 0) - (symbol != 0)
        tape[head] = write
        head += move
        state = following


@compiled
def watch(
    table: npt.NDArray[Any],
    used: npt.NDArray[np.bool_],
    tape: npt.NDArray[np.int8],
    head: int,
    state: int,
    noted: int,
    steps: int,
) -> bool:
    """Run, and note which transitions are used after the first `noted` steps; whether it halts.

    There have to be `steps` cells on either side of the head.
    """
    for time in range(steps):
        symbol = tape[head]
        if time >= noted:
            used[state, symbol] = True
        write, move, following = table[state, symbol]
        if following < 0:
            return True
        tape[head] = write
        head += move
        state = following
    return False
