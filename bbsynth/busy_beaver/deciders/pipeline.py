"""Deciding machines: run them, search for certificates, and check every one found.

No certificate leaves this module unchecked: a mistake in a search stops the work, and never becomes
a wrong decision.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from bbsynth.busy_beaver.certificate import (
    Certificate,
    Fate,
    Tables,
    check,
    check_search_steps,
)
from bbsynth.busy_beaver.certificates.halts import MAX_CHECKED_HALT, Halts
from bbsynth.busy_beaver.deciders.searches import Budgets, check_deciders, find_certificates
from bbsynth.busy_beaver.machines import (
    Machine,
    TreeChunk,
    enumerate_tnf_arrays,
    run_batch,
    tree_steps,
)
from bbsynth.busy_beaver.machines.validation import check_steps, check_tables
from bbsynth.errors import UsageError

__all__ = [
    "DEFAULT_MAX_STEPS",
    "DEFAULT_SEARCH_STEPS",
    "Decision",
    "decide",
    "decide_batch",
    "decide_chunk",
    "decide_tree",
]

DEFAULT_MAX_STEPS: Final = 1_000_000
DEFAULT_SEARCH_STEPS: Final = 1_000
"""Enough for every loop in the trees 2x2, 3x2 and 2x3 that 10,000 steps show."""

_CHUNK: Final = 4_096

_FIRST_STEPS: Final = 10_000
_FIRST_STEPS_OF_ONE: Final = 2**26
"""Steps that the machines of a batch are run, or a single one, before any search; only what is
undecided then is run further."""


_Finder = Callable[[Tables], list[Certificate | None]]


@dataclass(frozen=True)
class Decision:
    """The fate of a machine, with a certificate that has been checked.

    Parameters
    ----------
    machine : Machine
        The machine.
    fate : Fate
        Its fate; an undefined transition halts.
    certificate : Certificate or None
        Why; None if undecided.
    steps : int
        Steps run: to the halt, the last one counted, or the steps allowed. A machine that never
        halts may have been run for fewer.
    undefined : tuple of (int, int) or None
        State and symbol of the undefined transition that halted it, if one did.
    cells_visited : int
        Cells visited in these steps, the one entered by the halting move not counted.
    non_blank : int
        Cells that are not blank after these steps, an undefined transition taken as ``1RZ``.
    """

    machine: Machine
    fate: Fate
    certificate: Certificate | None
    steps: int
    undefined: tuple[int, int] | None
    cells_visited: int
    non_blank: int

    @property
    def decider(self) -> str | None:
        """The kind of the certificate, which names what decided the machine; None if undecided."""
        return None if self.certificate is None else self.certificate.kind


def decide(
    machine: Machine,
    *,
    max_steps: int = DEFAULT_MAX_STEPS,
    search_steps: int = DEFAULT_SEARCH_STEPS,
    budgets: Budgets | None = None,
    deciders: Collection[str] | None = None,
) -> Decision:
    """Decide one machine.

    Parameters
    ----------
    machine : Machine
        The machine.
    max_steps : int
        Steps to wait for a halt; more than ``MAX_CHECKED_HALT`` (20,000,000,000) are not made.
    search_steps : int
        Steps to look at for loops.
    budgets : Budgets, optional
        What the other searches may spend.
    deciders : collection of str, optional
        The deciders to try, of those in ``DECIDERS``; all of them by default.

    Raises
    ------
    UsageError
        If an argument is out of range.
    """
    if not isinstance(machine, Machine):
        raise UsageError(f"expected a Machine, not {machine!r}; Machine.parse reads one from text")
    find = _finder(search_steps, budgets, deciders)
    return _decide_tables(machine.to_array()[None], max_steps, find, _FIRST_STEPS_OF_ONE)[0]


def decide_batch(
    tables: Tables,
    *,
    max_steps: int = DEFAULT_MAX_STEPS,
    search_steps: int = DEFAULT_SEARCH_STEPS,
    budgets: Budgets | None = None,
    deciders: Collection[str] | None = None,
) -> list[Decision]:
    """Decide many machines of one class; see `decide`.

    Parameters
    ----------
    tables : ndarray of int8, shape (N, n_states, n_symbols, 3)
        Tables as made by `Machine.to_array`.
    max_steps, search_steps, budgets, deciders
        As for `decide`.

    Raises
    ------
    UsageError
        If an argument is out of range.
    """
    find = _finder(search_steps, budgets, deciders)
    return _decide_tables(tables, max_steps, find, _FIRST_STEPS)


def _decide_tables(
    tables: Tables, max_steps: int, find: _Finder, first_steps: int
) -> list[Decision]:
    # What could not be checked is not waited for.
    limit, tables = min(check_steps(max_steps), MAX_CHECKED_HALT), check_tables(tables)
    runs = run_batch(tables, min(limit, first_steps))
    decisions = list(_decide_chunk(TreeChunk(tables, runs), find))
    left = [place for place, one in enumerate(decisions) if one.certificate is None]
    if left and limit > first_steps:
        chunk = TreeChunk(tables[left], run_batch(tables[left], limit))
        for place, decision in zip(left, _decide_chunk(chunk, _find_nothing), strict=True):
            decisions[place] = decision
    return decisions


def decide_tree(
    n_states: int,
    n_symbols: int,
    *,
    max_steps: int | None = None,
    search_steps: int = DEFAULT_SEARCH_STEPS,
    budgets: Budgets | None = None,
    deciders: Collection[str] | None = None,
    progress: Callable[[int], None] | None = None,
) -> Iterator[Decision]:
    """Return a decision for every machine of the tree normal form, in the order of the tree.

    Parameters
    ----------
    n_states, n_symbols : int
        The class.
    max_steps : int, optional
        Steps to run each machine; see `bbsynth.busy_beaver.machines.enumerate_tnf_arrays`.
    search_steps : int
        Steps to look at for loops.
    budgets : Budgets, optional
        What the other searches may spend.
    deciders : collection of str, optional
        The deciders to try, of those in ``DECIDERS``; all of them by default.
    progress : callable, optional
        Called now and then with the number of machines decided so far.

    Raises
    ------
    UsageError
        If an argument is out of range.
    """
    limit = tree_steps(n_states, n_symbols, max_steps)
    find = _finder(search_steps, budgets, deciders)
    chunks = enumerate_tnf_arrays(n_states, n_symbols, max_steps=limit, chunk_size=_CHUNK)
    return _decide_chunks(chunks, find, progress)


def decide_chunk(
    chunk: TreeChunk,
    *,
    search_steps: int = DEFAULT_SEARCH_STEPS,
    budgets: Budgets | None = None,
    deciders: Collection[str] | None = None,
) -> Iterator[Decision]:
    """Return decisions for machines that have been run already; see `decide`.

    Raises
    ------
    UsageError
        If an argument is out of range.
    """
    return _decide_chunk(chunk, _finder(search_steps, budgets, deciders))


def _finder(
    search_steps: int, budgets: Budgets | None, deciders: Collection[str] | None
) -> _Finder:
    check_search_steps(search_steps)
    if budgets is None:
        budgets = Budgets()
    elif not isinstance(budgets, Budgets):
        raise UsageError(f"budgets are a Budgets, not {budgets!r}")
    return functools.partial(
        find_certificates,
        search_steps=search_steps,
        budgets=budgets,
        deciders=check_deciders(deciders),
    )


def _find_nothing(tables: Tables) -> list[Certificate | None]:
    """Return no certificates: the searches have been made."""
    return [None] * len(tables)


def _decide_chunks(
    chunks: Iterator[TreeChunk], find: _Finder, progress: Callable[[int], None] | None
) -> Iterator[Decision]:
    done = 0
    for chunk in chunks:
        yield from _decide_chunk(chunk, find)
        done += len(chunk.tables)
        if progress is not None:
            progress(done)


def _decide_chunk(chunk: TreeChunk, find: _Finder) -> Iterator[Decision]:
    running = np.flatnonzero(~chunk.runs["halted"])
    found = dict(zip(running.tolist(), find(chunk.tables[running]), strict=True))
    for index, outcome in enumerate(chunk.runs.tolist()):
        halted, _, state, symbol, steps, _, cells_visited, non_blank = outcome
        machine = Machine.from_array(chunk.tables[index])
        certificate = Halts(steps) if halted else found[index]
        if certificate is not None and not check(machine, certificate):
            raise RuntimeError(f"a decider is wrong: {certificate} does not hold for {machine}")
        yield Decision(
            machine=machine,
            fate=Fate.UNDECIDED if certificate is None else certificate.fate,
            certificate=certificate,
            steps=steps,
            undefined=(state, symbol) if state >= 0 else None,
            cells_visited=cells_visited,
            non_blank=non_blank,
        )
