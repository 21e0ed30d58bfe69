"""Arguments that several functions take, checked where they enter."""

from __future__ import annotations

import operator
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from bbsynth.busy_beaver.machines.notation import MAX_STATES, MAX_SYMBOLS, UNDEFINED, Machine
from bbsynth.errors import UsageError

__all__ = ["check_machine", "check_steps", "check_tables"]

_MAX_STEPS: Final = 2**62


def check_tables(tables: npt.NDArray[Any]) -> npt.NDArray[np.int8]:
    """Return `tables` as a contiguous array, or say why they are not tables of machines.

    Compiled code does not check its indices: what it is handed has to be right.

    Raises
    ------
    UsageError
        If the shape, the type or an entry is not as `Machine.to_array` makes it.
    """
    if not isinstance(tables, np.ndarray) or tables.dtype != np.int8:
        raise UsageError("machine tables are a numpy array of int8")
    if tables.ndim != 4 or tables.shape[3] != 3:
        raise UsageError(
            f"machine tables have the shape (N, n_states, n_symbols, 3), not {tables.shape}"
        )
    n_states, n_symbols = tables.shape[1:3]
    if not 1 <= n_states <= MAX_STATES or not 2 <= n_symbols <= MAX_SYMBOLS:
        raise UsageError(
            f"machines have 1 to {MAX_STATES} states and 2 to {MAX_SYMBOLS} symbols, "
            f"not {n_states} and {n_symbols}"
        )
    write, move, following = tables[..., 0], tables[..., 1], tables[..., 2]
    good = (write >= 0) & (write < n_symbols) & ((move == 1) | (move == -1))
    good &= (following >= UNDEFINED) & (following < n_states)
    good &= (following != UNDEFINED) | ((write == 1) & (move == 1))
    if not good.all():
        index, state, symbol = np.argwhere(~good)[0].tolist()
        raise UsageError(
            f"table {index}, state {state}, symbol {symbol} holds "
            f"{tuple(tables[index, state, symbol].tolist())}, which is no transition"
        )
    return np.ascontiguousarray(tables)


def check_machine(machine: object) -> None:
    """Raise `UsageError` unless `machine` is a Machine."""
    if not isinstance(machine, Machine):
        raise UsageError(f"expected a Machine, not {machine!r}; Machine.parse reads one from text")


def check_steps(max_steps: object) -> int:
    """Return a number of steps as an int, or raise `UsageError`."""
    try:
        steps = operator.index(max_steps)  # type: ignore[arg-type]
    except TypeError:
        raise UsageError(f"a number of steps is an integer, not {max_steps!r}") from None
    if isinstance(max_steps, bool) or not 0 <= steps <= _MAX_STEPS:
        raise UsageError(f"a number of steps is from 0 to 2^62, not {max_steps!r}")
    return steps
