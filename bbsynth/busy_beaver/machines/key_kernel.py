"""The compiled loops of `bbsynth.busy_beaver.machines.key`."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from bbsynth.busy_beaver.machines.compilation import compiled

__all__ = ["blank_states", "trace_actions"]


@compiled
def blank_states(table: npt.NDArray[Any], starts: npt.NDArray[np.bool_], steps: int) -> None:
    """Run from the blank tape, and note in which state the machine is when it is blank for the last
    time; if it comes to the blank tape in the same state twice, all states that it is then in
    between, as it goes round for ever."""
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
            if round_of < 0:
                starts[:] = False
                if seen[state]:
                    round_of = state
                seen[state] = True
            starts[state] = True
        symbol = tape[head]
        write, move, following = table[state, symbol]
        if following < 0:
            return
        marks += (write != 0) - (symbol != 0)
        tape[head] = write
        head += move
        state = following


@compiled
def trace_actions(
    table: npt.NDArray[Any],
    tape: npt.NDArray[np.int8],
    head: int,
    state: int,
    actions: npt.NDArray[np.int16],
) -> int:
    """Run for as many steps as there is room in `actions`, and note what is done in each: 20 times
    the symbol read, and twice the symbol written, and 1 if the move is to the right.

    Returns how many there are; the step that halts is none. There have to be as many cells on
    either side of the head.
    """
    for time in range(actions.shape[0]):
        symbol = tape[head]
        write, move, following = table[state, symbol]
        if following < 0:
            return int(time)
        actions[time] = 20 * symbol + 2 * write + (move > 0)
        tape[head] = write
        head += move
        state = following
    return int(actions.shape[0])
