"""Runs in words, for proofs that people read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from bbsynth.busy_beaver.machines import HALT, Direction, Machine, Trace, run, state_name, trace

__all__ = ["ending", "history", "history_from", "reachable", "run_from", "snapshot"]

_MOST_LINES: Final = 26
_MOST_CELLS: Final = 60
_MOST_STEPS: Final = 5_000


def history(notation: str, steps: int) -> list[str]:
    """Return a run from the blank tape, a line for each time; of a longer one, both ends.

    A line is like ``after 3 steps, state B: 1[0]1``, with the cell under the head in brackets, and
    all cells that the whole run visits from left to right. A run that is too long to be written
    down gives no lines.
    """
    if steps > _MOST_STEPS:
        return []
    shown = trace(Machine.parse(notation), steps)
    if shown.tapes.shape[1] > _MOST_CELLS:
        return []
    times: Sequence[int] = range(shown.heads.size)
    if len(times) <= _MOST_LINES:
        return [_line(shown, time) for time in times]
    half = _MOST_LINES // 2
    return [
        *(_line(shown, time) for time in times[:half]),
        f"… ({len(times) - 2 * half} times are left out)",
        *(_line(shown, time) for time in times[-half:]),
    ]


def history_from(
    notation: str, start: Mapping[str, Any], steps: int, times: Sequence[int] | None = None
) -> list[str]:
    """Return a run from a configuration, a line for each time, as `history` does.

    Parameters
    ----------
    notation : str
        The machine.
    start : mapping
        With ``state``, ``head``, and the ``symbols`` of the cells from ``start`` on.
    steps : int
        How long the run is.
    times : sequence of int, optional
        The times to be shown; by default all of them, or both ends of many.
    """
    if steps > _MOST_STEPS:
        return []
    symbols = start["symbols"]
    cells = {start["start"], start["start"] + len(symbols) - 1}
    cells.update(head for _, head, _ in run_from(notation, start, steps))
    first, last = min(cells), max(cells)
    if last - first >= _MOST_CELLS:
        return []
    half = _MOST_LINES // 2
    if times is None:
        times = range(steps + 1)
        if len(times) > _MOST_LINES:
            times = [*times[:half], *times[-half:]]
    lines = []
    for time, (state, head, tape) in enumerate(run_from(notation, start, steps)):
        if time in times:
            shown = [str(tape.get(cell, 0)) for cell in range(first, last + 1)]
            shown[head - first] = f"[{shown[head - first]}]"
            lines.append(_put(time, state, shown))
        elif lines and time == half and len(times) == 2 * half:
            lines.append(f"… ({steps + 1 - 2 * half} times are left out)")
    return lines


def run_from(
    notation: str, start: Mapping[str, Any], steps: int
) -> Iterator[tuple[int, int, dict[int, int]]]:
    """Yield state, head and tape at each time until it halts; the tape is always one object.

    Parameters are as in `history_from`.
    """
    transitions = Machine.parse(notation).completed().transitions
    tape = {start["start"] + i: symbol for i, symbol in enumerate(start["symbols"])}
    state, head = start["state"], start["head"]
    yield state, head, tape
    for _ in range(steps):
        if state == HALT:
            return
        entry = transitions[state][tape.get(head, 0)]
        if entry is None:
            raise ValueError(f"{notation} has no transition in state {state}")
        tape[head] = entry.write
        head += 1 if entry.move is Direction.RIGHT else -1
        state = entry.next
        yield state, head, tape


def snapshot(notation: str, steps: int) -> str:
    """Return one line of the history, or an empty text if it would be long."""
    if steps > _MOST_STEPS:
        return ""
    shown = trace(Machine.parse(notation), steps)
    last = shown.heads.size - 1
    return _line(shown, last) if shown.tapes.shape[1] <= _MOST_CELLS else ""


def reachable(notation: str) -> list[str]:
    """Return the names of the states that paths through the table lead to, the first one too."""
    machine = Machine.parse(notation)
    reached = {0}
    open_ = [0]
    while open_:
        for entry in machine.transitions[open_.pop()]:
            if entry is not None and not entry.halts and entry.next not in reached:
                reached.add(entry.next)
                open_.append(entry.next)
    return [state_name(state) for state in sorted(reached)]


def ending(notation: str, steps: int) -> tuple[int, list[int], int]:
    """Return the tape with which a machine halts: the cell of the first symbol that is not blank,
    the symbols up to the last such, and the cell of the head."""
    end = run(Machine.parse(notation).completed(), steps)
    marked = [place for place, symbol in enumerate(end.tape) if symbol]
    if not marked:
        return 0, [], end.head
    symbols = [int(symbol) for symbol in end.tape[marked[0] : marked[-1] + 1]]
    return marked[0] - end.origin, symbols, end.head


def _line(shown: Trace, time: int) -> str:
    head = shown.origin + int(shown.heads[time])
    cells = [str(symbol) for symbol in shown.tapes[time]]
    cells[head] = f"[{cells[head]}]"
    return _put(time, int(shown.states[time]), cells)


def _put(time: int, state: int, cells: Sequence[str]) -> str:
    name = "halted" if state == HALT else f"state {state_name(state)}"
    return f"after {time} step{'' if time == 1 else 's'}, {name}: {''.join(cells)}"
