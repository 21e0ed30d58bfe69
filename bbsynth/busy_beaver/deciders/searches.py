"""All searches together, cheapest first, with their budgets.

`find_certificates` hands a batch of machines to one search after the other; what one has decided
the next does not see. Loops come before everything else, also where another search would be as
quick, since their certificates say most about a machine.
"""

from __future__ import annotations

import operator
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np

from bbsynth.busy_beaver.certificate import (
    Certificate,
    Fate,
    Tables,
    check_search_steps,
    kinds,
)
from bbsynth.errors import UsageError

__all__ = ["DECIDERS", "Budgets", "check_deciders", "find_certificates"]

_MOST: Final = 1_000_000


def _searched() -> tuple[str, ...]:
    return tuple(name for name, kind in kinds().items() if kind.fate is Fate.NEVER_HALTS)


DECIDERS: Final = _searched()
"""The kinds of certificate that are searched for."""


@dataclass(frozen=True, init=False)
class Budgets:
    """How much the searches may spend on a machine; 0 leaves one out.

    Parameters
    ----------
    **spent : int
        The budgets of kinds of certificate, by name, that are not to be as usual; see
        `bbsynth.busy_beaver.certificate.Budget`.

    Raises
    ------
    UsageError
        If there is no such budget, or one is not an integer from 0 to 1,000,000.
    """

    spent: tuple[tuple[str, int], ...]

    def __init__(self, **spent: int) -> None:
        budgets = [kind.budget for kind in kinds().values() if kind.budget is not None]
        usual = {budget.name: budget.default for budget in budgets}
        for name, value in spent.items():
            if name not in usual:
                raise UsageError(f"no budget is called {name!r}; there are {', '.join(usual)}")
            try:
                good = not isinstance(value, bool) and 0 <= operator.index(value) <= _MOST
            except TypeError:
                good = False
            if not good:
                raise UsageError(
                    f"the budget for {name} is an integer from 0 to {_MOST:,}, not {value!r}"
                )
        object.__setattr__(self, "spent", tuple((usual | spent).items()))

    def __getitem__(self, name: str) -> int:
        """Return the budget called `name`."""
        return dict(self.spent)[name]


def check_deciders(deciders: Collection[str] | None) -> tuple[str, ...]:
    """Return the deciders named, in the order in which they are listed; all of them for None.

    Raises
    ------
    UsageError
        If there is no decider of that name.
    """
    known = _searched()
    if deciders is None:
        return known
    if isinstance(deciders, str):
        raise UsageError(f"deciders are a list of names, not {deciders!r}")
    for name in deciders:
        if name not in known:
            raise UsageError(f"no decider is called {name!r}; there are {', '.join(known)}")
    return tuple(name for name in known if name in deciders)


def find_certificates(
    tables: Tables, *, search_steps: int, budgets: Budgets, deciders: Collection[str] | None
) -> list[Certificate | None]:
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
    check_search_steps(search_steps)
    searches = []
    for kind in map(kinds().__getitem__, check_deciders(deciders)):
        budget = 0 if kind.budget is None else budgets[kind.budget.name]
        if budget or kind.budget is None:
            searches += kind.searches(search_steps, budget)
    certificates: list[Certificate | None] = [None] * len(tables)
    left = np.arange(len(tables))
    for search in sorted(searches, key=operator.attrgetter("rank")):
        if not len(left):
            break
        for index, certificate in zip(left.tolist(), search.find(tables[left]), strict=True):
            certificates[index] = certificate
        left = np.array([index for index in left if certificates[index] is None], dtype=np.intp)
    return certificates
