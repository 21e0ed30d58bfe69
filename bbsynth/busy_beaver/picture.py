"""The beginning of the run that a problem is about, as rows of characters."""

from __future__ import annotations

from typing import Final

from bbsynth.busy_beaver.machines import MAX_SYMBOLS, Machine, state_name, trace
from bbsynth.errors import BBSynthError
from bbsynth.problems.domain import Picture
from bbsynth.problems.problem import Problem

__all__ = ["picture_of"]


_SYMBOLS: Final = "0123456789abcdefghijklmnopqrstuvwxyz"[:MAX_SYMBOLS]


def picture_of(problem: Problem, *, rows: int = 40, columns: int = 60) -> Picture | None:
    """Return the first steps of the machine that a problem is about; None if there is none.

    The mark is the head, and the label the state, ``Z`` once the machine has halted.

    Parameters
    ----------
    problem : Problem
    rows, columns : int
        The most times and cells that are shown; the columns are those around the start.
    """
    try:
        machine = Machine.parse(problem.machine)
    except BBSynthError:
        return None
    run = trace(machine, max(1, rows - 1))
    heads = run.heads + run.origin
    width = run.tapes.shape[1]
    first = min(max(0, run.origin - columns // 2), max(0, width - columns))
    end = min(width, first + columns)
    return Picture(
        rows=tuple("".join(_SYMBOLS[symbol] for symbol in row[first:end]) for row in run.tapes),
        marks=tuple(int(head) - first for head in heads),
        labels="".join(state_name(int(state)) for state in run.states),
    )
