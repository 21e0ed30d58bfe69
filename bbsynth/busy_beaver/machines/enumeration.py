"""All machines of a class that matter, in tree normal form.

The root of the tree is the machine without any transition; it counts as a machine. A machine is
run from the blank tape; when it meets an undefined transition, its children are the machines in
which that transition is defined: every symbol written, both directions, and every state up to the
first one not used so far. The first move is to the right (the rest is the mirror image). A machine
whose last undefined transition is met is a leaf, since defining it would leave no way to halt.
Every machine that halts, and the longest run of each class, is in the tree up to the order of
states, mirror image and transitions that are never reached.

A machine of the tree *halts* if it meets an undefined transition; that step is counted.

References
----------
.. [1] The bbchallenge Collaboration, "Determination of the fifth Busy Beaver value",
   arXiv:2509.12337 (the tree, and S for two symbols and for 2x3 and 2x4).
.. [2] T. Radó, "On non-computable functions", Bell System Technical Journal 41 (1962).
.. [3] A. H. Brady, "The determination of the value of Rado's noncomputable function Σ(k) for
   four-state Turing machines", Mathematics of Computation 40 (1983).
"""

from __future__ import annotations

import operator
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt

from bbsynth.busy_beaver.machines.notation import MAX_STATES, MAX_SYMBOLS, UNDEFINED, Machine
from bbsynth.busy_beaver.machines.simulation import PORTION, RUN_DTYPE
from bbsynth.busy_beaver.machines.validation import check_steps, check_tables
from bbsynth.errors import UsageError

__all__ = [
    "PROVEN_STEPS",
    "Node",
    "TreeChunk",
    "enumerate_tnf",
    "enumerate_tnf_arrays",
    "tree_chunks",
    "tree_steps",
]

PROVEN_STEPS: Final[Mapping[tuple[int, int], int]] = MappingProxyType(
    {
        (1, 2): 1,  # after a first step that does not halt, every step moves on to a blank cell
        (2, 2): 6,  # Radó [2]
        (3, 2): 21,  # Lin and Radó, Journal of the ACM 12 (1965)
        (4, 2): 107,  # Brady [3]
        (5, 2): 47_176_870,  # [1]
        (2, 3): 38,  # Lafitte and Papazian (2007); proved again in [1]
        (2, 4): 3_932_964,  # [1]
    }
)
"""The most steps of a halting run, S(states, symbols), where it is proven."""

_LONGEST_DEFAULT: Final = 1_000


@dataclass(frozen=True)
class Node:
    """A machine of the tree and how its run ended.

    Parameters
    ----------
    machine : Machine
        The machine.
    halts : bool
        Whether it met an undefined transition within the steps allowed. If these are S of the
        class or more, False means that it never halts.
    steps : int
        Steps run: to the halt, the last one counted, or the steps allowed.
    undefined : tuple of (int, int) or None
        State and symbol of the undefined transition met.
    cells_visited : int
        Cells visited in these steps, the one entered by the halting move not counted.
    non_blank : int
        Cells that are not blank after these steps, the undefined transition taken as ``1RZ``.
    """

    machine: Machine
    halts: bool
    steps: int
    undefined: tuple[int, int] | None
    cells_visited: int
    non_blank: int


@dataclass(frozen=True, eq=False)
class TreeChunk:
    """Consecutive machines of the tree, as arrays.

    Parameters
    ----------
    tables : ndarray of int8, shape (N, n_states, n_symbols, 3)
        The machines, as `Machine.to_array` makes them.
    runs : structured ndarray of ``RUN_DTYPE``, shape (N,)
        How their runs ended.
    """

    tables: npt.NDArray[np.int8]
    runs: npt.NDArray[np.void]


def tree_steps(n_states: int, n_symbols: int, max_steps: int | None = None) -> int:
    """Return the steps to run each machine of a tree: `max_steps`, or S of the class.

    Raises
    ------
    UsageError
        If there are no such machines, or `max_steps` is missing and there is no S to take its
        place: it is not proven, or so large that a tree could never be run that far.
    """
    for name, value, least, most in (
        ("states", n_states, 1, MAX_STATES),
        ("symbols", n_symbols, 2, MAX_SYMBOLS),
    ):
        try:
            good = not isinstance(value, bool) and least <= operator.index(value) <= most
        except TypeError:
            good = False
        if not good:
            raise UsageError(
                f"the number of {name} is an integer from {least} to {most}, not {value!r}"
            )
    if max_steps is not None:
        return check_steps(max_steps)
    proven = PROVEN_STEPS.get((n_states, n_symbols))
    if proven is None:
        raise UsageError(
            f"no proven limit on halting runs is known for {n_states} states and {n_symbols} "
            "symbols; give max_steps"
        )
    if proven > _LONGEST_DEFAULT:
        raise UsageError(
            f"halting runs of {n_states} states and {n_symbols} symbols take up to {proven:,} "
            "steps, too many to run every machine of the tree that far; give max_steps"
        )
    return proven


def enumerate_tnf_arrays(
    n_states: int, n_symbols: int, *, max_steps: int | None = None, chunk_size: int = 65_536
) -> Iterator[TreeChunk]:
    """Return the machines of the tree, depth first, in chunks of arrays.

    The order is that of the text: by symbol written, then L before R, then the next state; a
    machine comes before its children.

    Parameters
    ----------
    n_states, n_symbols : int
        The class: 1 to 25 states, 2 to 10 symbols.
    max_steps : int, optional
        Steps to run each machine; S of the class where that is proven and at most 1,000.
    chunk_size : int
        Machines per chunk (the last one has fewer).

    Raises
    ------
    UsageError
        As `tree_steps`, or if `chunk_size` is less than 1.
    """
    limit = tree_steps(n_states, n_symbols, max_steps)
    root = np.ones((1, n_states, n_symbols, 3), dtype=np.int8)
    root[..., 2] = UNDEFINED
    return tree_chunks(root, limit, chunk_size)


def tree_chunks(
    pending: npt.NDArray[np.int8], max_steps: int, chunk_size: int
) -> Iterator[TreeChunk]:
    """Return the machines of some subtrees, depth first, in chunks of arrays.

    Parameters
    ----------
    pending : ndarray of int8, shape (N, n_states, n_symbols, 3)
        The roots of the subtrees, the first one to be visited last.
    max_steps, chunk_size : int
        As for `enumerate_tnf_arrays`.

    Raises
    ------
    UsageError
        If an argument is out of range.
    """
    tables, limit = check_tables(pending), check_steps(max_steps)
    if isinstance(chunk_size, bool) or not isinstance(chunk_size, int) or chunk_size < 1:
        raise UsageError(f"a chunk has 1 machine or more, not {chunk_size!r}")
    return _chunks(tables, limit, chunk_size)


def _chunks(pending: npt.NDArray[np.int8], max_steps: int, size: int) -> Iterator[TreeChunk]:
    # numba takes a noticeable part of a second to import; see simulation.
    from bbsynth.busy_beaver.machines import kernels

    count, n_states, n_symbols, _ = pending.shape
    # A path has at most one node per transition, and each leaves its children's siblings behind.
    depth = n_states * n_symbols * (2 * n_states * n_symbols) + 1
    stack = np.zeros((count + depth, n_states, n_symbols, 3), dtype=np.int8)
    stack[:count] = pending
    height = count
    # So that an interrupt from the keyboard is noticed within a second or so, where it can be.
    size = min(size, max(1, PORTION // max(1, max_steps)))
    while height:
        tables = np.empty((size, n_states, n_symbols, 3), dtype=np.int8)
        runs = np.zeros(size, dtype=RUN_DTYPE)
        count, height = kernels.grow_tree(stack, height, max_steps, tables, runs)
        yield TreeChunk(tables[:count], runs[:count])


def enumerate_tnf(n_states: int, n_symbols: int, *, max_steps: int | None = None) -> Iterator[Node]:
    """Return the machines of the tree, depth first; see `enumerate_tnf_arrays` for the arguments.

    Examples
    --------
    >>> sum(node.halts for node in enumerate_tnf(2, 2))
    19
    """
    chunks = enumerate_tnf_arrays(n_states, n_symbols, max_steps=max_steps, chunk_size=4_096)
    return (node for chunk in chunks for node in _nodes(chunk))


def _nodes(chunk: TreeChunk) -> Iterator[Node]:
    for table, outcome in zip(chunk.tables, chunk.runs.tolist(), strict=True):
        halted, _, state, symbol, steps, _, cells_visited, non_blank = outcome
        yield Node(
            machine=Machine.from_array(table),
            halts=halted,
            steps=steps,
            undefined=(state, symbol) if halted else None,
            cells_visited=cells_visited,
            non_blank=non_blank,
        )
