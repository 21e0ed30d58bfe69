"""Compiling the inner loops."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar, cast

import numba

__all__ = ["compiled"]

_Function = TypeVar("_Function", bound=Callable[..., object])


def compiled(function: _Function) -> _Function:
    """Return `function` compiled by numba at its first call, and kept on disk for the next process.

    Where nothing can be kept (a read-only installation and no writable home), it is compiled anew
    in every process.
    """
    try:
        return cast(_Function, numba.njit(cache=True)(function))
    except RuntimeError:
        # numba found no folder that it can write to.
        return cast(_Function, numba.njit(function))
