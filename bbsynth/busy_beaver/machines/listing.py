"""Lists and counts of the machines of a tree."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from bbsynth.busy_beaver.machines.enumeration import TreeChunk, enumerate_tnf_arrays, tree_steps
from bbsynth.busy_beaver.machines.graph import canonical_form
from bbsynth.busy_beaver.machines.notation import UNDEFINED, Machine
from bbsynth.busy_beaver.machines.simulation import run_batch
from bbsynth.busy_beaver.machines.subtrees import enumerate_tnf_after
from bbsynth.busy_beaver.machines.tree_sampling import sample_tnf
from bbsynth.errors import UsageError

__all__ = [
    "Selection",
    "TreeCounts",
    "class_size",
    "count_machines",
    "listed_machines",
    "tree_source",
]

Selection = Literal["all", "halting", "running"]

_SAMPLE_CHUNK: Final = 4_096


@dataclass(frozen=True)
class TreeCounts:
    """Counts of machines, and the largest values among those that halt.

    Parameters
    ----------
    machines, halting : int
        Machines, and those that halt within the steps allowed. In a whole tree the one without
        any transition is counted, too.
    starting_1rb : int
        Machines whose first transition is ``1RB``.
    distinct : int or None
        Machines that differ in more than the names of the states and left and right; None if
        this was not counted.
    represented : int
        Machines of the whole class, in Radó's convention (see `class_size`), that halt as those of
        the tree do, which is all that halt if the tree is whole.
    steps, cells_visited, non_blank : int
        The most of each in a halting run; the halting transition is a step, the cell entered by
        it is not visited. 0 if none halts.
    """

    machines: int
    halting: int
    starting_1rb: int
    distinct: int | None
    represented: int
    steps: int
    cells_visited: int
    non_blank: int


def class_size(n_states: int, n_symbols: int) -> int:
    """Return how many machines there are in Radó's convention.

    Every state has a transition for every symbol, which writes any symbol, moves in either
    direction, and goes to any of the states or halts.
    """
    return int((2 * n_symbols * (n_states + 1)) ** (n_states * n_symbols))


def _represented(chunk: TreeChunk) -> int:
    """Return how many machines of the class halt as those of the tree in `chunk` do.

    The transition met last is any of those that halt, the others that are undefined are any at
    all; the states met, the first one apart, can have other names; and but for the root, there is
    the mirror image.
    """
    n_states, n_symbols = chunk.tables.shape[1:3]
    following = chunk.tables[chunk.runs["halted"]][..., 2].reshape(-1, n_states * n_symbols)
    missing = (following == UNDEFINED).sum(axis=1)
    used = following.max(axis=1, initial=0) + 1
    kinds, counts = np.unique(np.stack([missing, used], axis=1), axis=0, return_counts=True)
    total = 0
    for (undefined, states), count in zip(kinds.tolist(), counts.tolist(), strict=True):
        free = (2 * n_symbols * (n_states + 1)) ** (undefined - 1)
        sides = 1 if undefined == n_states * n_symbols else 2
        total += count * 2 * n_symbols * free * math.perm(n_states - 1, states - 1) * sides
    return total


def tree_source(
    n_states: int,
    n_symbols: int,
    *,
    max_steps: int | None = None,
    after: Machine | None = None,
    sample: int | None = None,
    seed: int = 0,
) -> Iterator[TreeChunk]:
    """Return the tree, what follows a machine in it, or a sample of it, in chunks of arrays.

    Raises
    ------
    UsageError
        If an argument is out of range, or both `after` and `sample` are given.
    """
    limit = tree_steps(n_states, n_symbols, max_steps)
    if after is None and sample is None:
        return enumerate_tnf_arrays(n_states, n_symbols, max_steps=limit)
    if sample is None:
        if after is not None and (after.n_states, after.n_symbols) != (n_states, n_symbols):
            raise UsageError(f"{after} is not a machine of {n_states} states, {n_symbols} symbols")
        return enumerate_tnf_after(after, max_steps=limit)  # type: ignore[arg-type]
    if after is not None:
        raise UsageError("a sample is drawn from the whole tree; leave out the machine to go on at")
    tables = sample_tnf(n_states, n_symbols, sample, seed=seed, max_steps=limit)
    return (
        TreeChunk(some, run_batch(some, limit))
        for some in (
            tables[start : start + _SAMPLE_CHUNK] for start in range(0, sample, _SAMPLE_CHUNK)
        )
    )


def listed_machines(
    chunks: Iterable[TreeChunk], *, select: Selection = "all", limit: int | None = None
) -> Iterator[Machine]:
    """Return the machines of `chunks`, or those that halt, or those still running.

    Raises
    ------
    UsageError
        If `limit`, the most machines to return, is negative, or `select` is something else.
    """
    if select not in ("all", "halting", "running"):
        raise UsageError(f"machines are selected by all, halting or running, not by {select!r}")
    if limit is not None and (isinstance(limit, bool) or limit < 0):
        raise UsageError(f"the most machines to list are 0 or more, not {limit!r}")
    machines = (
        Machine.from_array(table)
        for chunk in chunks
        for table in chunk.tables[_selected(chunk, select)]
    )
    return machines if limit is None else itertools.islice(machines, limit)


def _selected(chunk: TreeChunk, select: Selection) -> np.ndarray:
    halted = chunk.runs["halted"]
    if select == "all":
        return np.ones(len(halted), dtype=bool)
    return np.asarray(halted if select == "halting" else ~halted)


def count_machines(chunks: Iterable[TreeChunk], *, distinct: bool = False) -> TreeCounts:
    """Return the counts of `chunks`.

    `distinct` takes memory and time for every machine; the rest is counted in passing.
    """
    machines = halting = first = represented = steps = cells = non_blank = 0
    forms: set[str] = set()
    for chunk in chunks:
        halted = chunk.runs[chunk.runs["halted"]]
        machines += len(chunk.runs)
        halting += len(halted)
        first += int(np.all(chunk.tables[:, 0, 0] == (1, 1, 1), axis=1).sum())
        represented += _represented(chunk)
        if len(halted):
            steps = max(steps, int(halted["steps"].max()))
            cells = max(cells, int(halted["cells_visited"].max()))
            non_blank = max(non_blank, int(halted["non_blank"].max()))
        if distinct:
            forms.update(str(canonical_form(Machine.from_array(table))) for table in chunk.tables)
    return TreeCounts(
        machines=machines,
        halting=halting,
        starting_1rb=first,
        distinct=len(forms) if distinct else None,
        represented=represented,
        steps=steps,
        cells_visited=cells,
        non_blank=non_blank,
    )
