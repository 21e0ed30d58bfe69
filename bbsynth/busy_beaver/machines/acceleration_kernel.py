"""The compiled loop of `bbsynth.busy_beaver.machines.acceleration`.

Row 0 of `contents` and `counts` is what lies left of the head, row 1 what lies right of it, the
nearest last; the block that the head is about to enter is the last one ahead, or a blank one if
there is none.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import numpy.typing as npt

from bbsynth.busy_beaver.machines.compilation import compiled

__all__ = ["FOREVER", "FUEL", "HALTS", "TOO_LARGE", "advance_blocks", "cross"]

# How a macro step ends, apart from 0 for leaving to the left and 1 for leaving to the right, and
# how a portion ends.
HALTS: Final = 2
FOREVER: Final = 3
FUEL: Final = 4
TOO_LARGE: Final = 5

_Array = npt.NDArray[Any]


@compiled
def cross(rules: _Array, entry: _Array, size: int, state: int, side: int, content: int) -> None:
    """Fill `entry`: content left behind, next state, end, steps."""
    n_states, n_symbols = rules.shape[0], rules.shape[1]
    cells = np.zeros(size, dtype=np.int64)
    configurations = n_states * size
    rest = content
    for place in range(size - 1, -1, -1):
        cells[place] = rest % n_symbols
        rest //= n_symbols
        configurations *= n_symbols
    head = 0 if side == 0 else size - 1
    # More steps than there are configurations would be a repetition.
    for steps in range(1, configurations + 2):
        following = rules[state, cells[head], 2]
        if following < 0:
            entry[2] = HALTS
            return
        move = rules[state, cells[head], 1]
        cells[head] = rules[state, cells[head], 0]
        head += move
        state = following
        if head < 0 or head == size:
            left_behind = 0
            for place in range(size):
                left_behind = left_behind * n_symbols + cells[place]
            entry[0] = left_behind
            entry[1] = state
            entry[2] = 0 if head < 0 else 1
            entry[3] = steps
            return
    entry[2] = FOREVER


@compiled
def advance_blocks(
    rules: _Array,
    table: _Array,
    size: int,
    contents: _Array,
    counts: _Array,
    place: _Array,
    fuel: int,
    largest: int,
) -> tuple[int, int, _Array, _Array]:
    """Do macro steps and chains until `fuel` is spent, or the run ends.

    `place` holds the heights of both rows, the state, the side that the head enters from, the steps
    so far, and the position of the block that it enters; it is changed in place. Numbers beyond
    `largest` end the run before the step that would lead to them.

    Returns
    -------
    (end, fuel left, contents, counts)
        The arrays are new ones if they had to grow.
    """
    state, side = place[2], place[3]
    steps, position = place[4], place[5]
    end = FUEL
    while fuel > 0:
        ahead, behind = 1 - side, side
        height = place[ahead]
        content, count = 0, 0
        if height:
            content, count = contents[ahead, height - 1], counts[ahead, height - 1]
        entry = table[state, side, content]
        if entry[2] < 0:
            cross(rules, entry, size, state, side, content)
        if entry[2] >= HALTS:
            end = entry[2]
            break
        number = 1
        if entry[2] == ahead and entry[1] == state:
            if not height:
                end = FOREVER
                break
            number = count
        if number > largest // entry[3] or abs(position) + number > largest:
            end = TOO_LARGE
            break
        if steps > largest - number * entry[3]:
            break
        target = behind if entry[2] == ahead else ahead
        top = place[target]
        if top and counts[target, top - 1] + number > largest:
            end = TOO_LARGE
            break
        fuel -= 1
        steps += number * entry[3]
        if height:
            if count == number:
                place[ahead] -= 1
            else:
                counts[ahead, height - 1] -= number
        top = place[target]
        if top and contents[target, top - 1] == entry[0]:
            counts[target, top - 1] += number
        elif top or entry[0]:
            if top == contents.shape[1]:
                wider = np.zeros((2, 2 * top), dtype=np.int64)
                wider[:, :top] = contents
                contents = wider
                wider_counts = np.zeros((2, 2 * top), dtype=np.int64)
                wider_counts[:, :top] = counts
                counts = wider_counts
            contents[target, top] = entry[0]
            counts[target, top] = number
            place[target] += 1
        position += number if entry[2] == 1 else -number
        side = 1 - entry[2]
        state = entry[1]
    place[2], place[3] = state, side
    place[4], place[5] = steps, position
    return end, fuel, contents, counts
