"""The searches, cheapest first, with their budgets.

`find_certificates` hands a batch of machines to one search after the other; what one has decided
the next does not see. Loops come before everything else, also where another search would be as
quick, since their certificates say most about a machine.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, fields
from functools import partial
from typing import Final

import numpy as np
import numpy.typing as npt

from bbsynth.busy_beaver.deciders.certificates import Certificate, Halts, certificate_kinds
from bbsynth.busy_beaver.deciders.limits import check_search_steps
from bbsynth.busy_beaver.machines.notation import Machine
from bbsynth.errors import UsageError

__all__ = ["DECIDERS", "Budgets", "check_deciders", "find_certificates"]

DECIDERS: Final = tuple(kind for kind in certificate_kinds() if kind != Halts.kind)
"""The kinds of certificate that are searched for, in the order in which they are tried."""

_Tables = npt.NDArray[np.int8]
_Found = list[Certificate | None]
_Search = Callable[[_Tables], Sequence[Certificate | None]]

_FIRST_SEARCH: Final = 64

# Left, right, history, and the contexts at which this rung is given up. Most sets that close at
# all are small; the order was chosen by the time it takes to decide 4x2 and a sample of 5x2.
_CPS_LADDER: Final = (
    (1, 1, 0, 100),
    (2, 2, 0, 1_000),
    (3, 3, 0, 2_000),
    (2, 2, 1, 2_000),
    (2, 2, 2, 3_000),
    (4, 4, 0, 3_000),
    (2, 2, 4, 10_000),
    (3, 3, 3, 10_000),
    (2, 2, 8, 20_000),
    (4, 4, 4, 40_000),
    (3, 3, 8, 40_000),
)

_REPWL_LADDER: Final = ((2, 2), (2, 3), (1, 2), (1, 3), (3, 2), (3, 3), (4, 2), (5, 2), (6, 2))


_FAR_STATES: Final = 5
_FAR_TRANSITIONS: Final = 12


@dataclass(frozen=True)
class Budgets:
    """How much the searches may spend on a machine; 0 leaves one out.

    Parameters
    ----------
    contexts : int
        Contexts of an n-gram closure.
    descriptions : int
        Descriptions of a closure of repeated word lists.
    bouncer_steps : int
        Steps to look at for bouncers.
    automata : int
        Partial automata to look at, for each direction; fewer for machines with more than twelve
        transitions.
    nodes : int
        Nodes of a tree of what can have come before.

    Raises
    ------
    UsageError
        If one is not an integer from 0 to 1,000,000.
    """

    contexts: int = 40_000
    descriptions: int = 3_000
    bouncer_steps: int = 10_000
    automata: int = 20_000
    nodes: int = 1_000

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            try:
                good = not isinstance(value, bool) and 0 <= operator.index(value) <= 1_000_000
            except TypeError:
                good = False
            if not good:
                raise UsageError(
                    f"the budget for {field.name} is an integer from 0 to 1,000,000, not {value!r}"
                )


def check_deciders(deciders: Collection[str] | None) -> tuple[str, ...]:
    """Return the deciders named, in the order in which they are tried; all of them for None.

    Raises
    ------
    UsageError
        If there is no decider of that name.
    """
    if deciders is None:
        return DECIDERS
    if isinstance(deciders, str):
        raise UsageError(f"deciders are a list of names, not {deciders!r}")
    for name in deciders:
        if name not in DECIDERS:
            raise UsageError(f"no decider is called {name!r}; there are {', '.join(DECIDERS)}")
    return tuple(name for name in DECIDERS if name in deciders)


def find_certificates(
    tables: _Tables, *, search_steps: int, budgets: Budgets, deciders: Collection[str] | None
) -> _Found:
    """Return for each machine a certificate that it never halts, not yet checked, or None.

    Parameters
    ----------
    tables : ndarray of int8, shape (N, n_states, n_symbols, 3)
        Tables as made by `Machine.to_array`.
    search_steps : int
        Steps to look at for loops.
    budgets : Budgets
        What the other searches may spend.
    deciders : collection of str or None
        The deciders to try; see ``DECIDERS``.
    """
    chosen = check_deciders(deciders)
    certificates: _Found = [None] * len(tables)
    left = np.arange(len(tables))
    for find in _rungs(chosen, check_search_steps(search_steps), budgets):
        if not len(left):
            break
        for index, certificate in zip(left.tolist(), find(tables[left]), strict=True):
            certificates[index] = certificate
        left = np.array([index for index in left if certificates[index] is None], dtype=np.intp)
    return certificates


def _rungs(chosen: Collection[str], search_steps: int, budgets: Budgets) -> list[_Search]:
    # numba takes a noticeable part of a second to import, and the searches need it at once.
    from bbsynth.busy_beaver.deciders.backward import MAX_NODES, find_backward
    from bbsynth.busy_beaver.deciders.cycler import find_cyclers
    from bbsynth.busy_beaver.deciders.ngram_cps import find_ngram_cpss
    from bbsynth.busy_beaver.deciders.no_reachable_halt import find_no_reachable_halts
    from bbsynth.busy_beaver.deciders.repwl import MAX_DESCRIPTIONS, find_repwl
    from bbsynth.busy_beaver.deciders.translated_cycler import find_translated_cyclers

    rungs: list[_Search] = []
    # Most loops show at once, and a machine of one kind is run to the end by the search for the
    # other: so all machines are searched a little way first, and what is left further.
    for steps in sorted({min(_FIRST_SEARCH, search_steps), search_steps}):
        if "translated_cycler" in chosen:
            rungs.append(partial(find_translated_cyclers, max_steps=steps))
        if "cycler" in chosen:
            rungs.append(partial(find_cyclers, max_steps=steps))
    if "no_reachable_halt" in chosen:
        rungs.append(find_no_reachable_halts)
    if "ngram_cps" in chosen and budgets.contexts:
        for left, right, history, most in _CPS_LADDER:
            rungs.append(
                partial(
                    find_ngram_cpss,
                    left=left,
                    right=right,
                    history=history,
                    max_contexts=min(most, budgets.contexts),
                )
            )
    if "far" in chosen and budgets.automata:
        rungs.append(partial(_find_fars, max_nodes=budgets.automata))
    if "repwl" in chosen and budgets.descriptions:
        most = min(budgets.descriptions, MAX_DESCRIPTIONS)
        for length, threshold in _REPWL_LADDER:
            rungs.append(
                _one_by_one(
                    partial(find_repwl, length=length, threshold=threshold, max_descriptions=most)
                )
            )
    if "bouncer" in chosen and budgets.bouncer_steps:
        rungs.append(_one_by_one(partial(_find_bouncer, max_steps=budgets.bouncer_steps)))
    if "backward" in chosen and budgets.nodes:
        nodes = min(budgets.nodes, MAX_NODES)
        rungs.append(_one_by_one(partial(find_backward, max_nodes=nodes)))
    return rungs


def _find_bouncer(machine: Machine, max_steps: int) -> Certificate | None:
    from bbsynth.busy_beaver.deciders.bouncer import find_bouncer
    from bbsynth.busy_beaver.deciders.bouncer_check import check_bouncer

    # The search and the check compare rows of words in different ways, and neither sees every
    # equality: what the check does not see is no mistake, but no certificate either.
    found = find_bouncer(machine, max_steps)
    return found if found is not None and check_bouncer(machine, found) else None


def _find_fars(tables: _Tables, max_nodes: int) -> Sequence[Certificate | None]:
    from bbsynth.busy_beaver.deciders.far import find_fars

    most = min(_FAR_STATES, 62 // tables.shape[1])
    # A node takes about so much longer the more transitions there are.
    transitions = tables.shape[1] * tables.shape[2]
    share = min(1.0, (_FAR_TRANSITIONS / transitions) ** 2)
    return find_fars(tables, most, max_nodes=max(1, int(share * max_nodes)))


def _one_by_one(find: Callable[[Machine], Certificate | None]) -> _Search:
    return lambda tables: [find(Machine.from_array(table)) for table in tables]
