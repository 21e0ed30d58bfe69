"""n-gram closed position sets: the local surroundings of the head, closed under steps.

The method [1]_, [2]_ looks at the tape through windows. With ``left`` = n, ``right`` = m and
``history`` = h:

- A *cell* is a symbol together with its history: the last h pairs (state, symbol read) with which
  the head left that cell, the latest first; fewer if it was left less often. A blank cell that was
  never left is (0, ()). With h = 0 a cell is its symbol.
- A *context* is (state, cell under the head, the n cells to its left, the m cells to its right),
  both windows with the nearest cell first.
- L is a set of n-tuples of cells, R a set of m-tuples.

A configuration is *described* by a set C of contexts with L and R if its context is in C, every
window of n cells left of the head **that does not touch the head** is in L (so the cells at
distances 2 to n+1, 3 to n+2, and so on, nearest first, but not those at 1 to n), and every window
of m cells right of the head that does not touch it is in R.

(C, L, R) is *closed* if

1. (A, blank, n blanks, m blanks) is in C, n blanks are in L and m blanks in R;
2. the machine does not halt in any context of C;
3. for each context (q, (a, past), l, r) of C whose transition writes b and moves right to q', with
   c the cell (b, ((q, a), *past)[:h]): l is in L, and for every w in R that begins with r without
   its first cell, (q', r[0], (c, *l[:-1]), w) is in C;
4. for those that move left, the mirror image: r is in R, and for every w in L that begins with l
   without its first cell, (q', l[0], w, (c, *r[:-1])) is in C.

The initial configuration is described by a closed triple; so is what follows a configuration that
is: after a move to the right, the window on the left that no longer touches the head is l itself
(this is the *old* window; putting the new one, (c, *l[:-1]), into L as well would be sound, but
closes with far more contexts), and the new window on the right is one of R. So the machine never
halts. The least triple with 1, 3 and 4 is unique; a certificate names the three parameters for
which it has property 2.

References
----------
.. [1] N. Fenner, N-Gram CPS, bbchallenge.org (2023).
.. [2] The bbchallenge Collaboration, "Determination of the fifth Busy Beaver value",
   arXiv:2509.12337, where histories are added.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from bbsynth.busy_beaver.certificate import (
    Budget,
    Certificate,
    Guess,
    Search,
    limits,
    quantity,
)
from bbsynth.busy_beaver.machines.notation import Direction, Machine
from bbsynth.busy_beaver.machines.validation import check_tables
from bbsynth.errors import UsageError

__all__ = [
    "KIND",
    "MAX_CONTEXTS",
    "Cell",
    "ClosedSets",
    "Context",
    "NGramCPS",
    "Window",
    "closed_sets",
    "find_ngram_cpss",
    "is_closed",
]

MAX_CONTEXTS: Final = 200_000
"""Contexts at which a check gives up."""

_MAX_WINDOW: Final = 64
"""Cells or pairs in a certificate; far more than any search can use."""

# Left, right, history, and the contexts at which this rung is given up. Most sets that close at
# all are small; the order was chosen by the time it takes to decide 4x2 and a sample of 5x2.
_LADDER: Final = (
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

Cell = tuple[int, tuple[tuple[int, int], ...]]
"""A symbol, and the last pairs of state and symbol with which it was left."""

Window = tuple[Cell, ...]
"""Cells, the nearest to the head first."""

Context = tuple[int, Cell, Window, Window]
"""State, cell under the head, window on the left, window on the right."""


@dataclass(frozen=True)
class NGramCPS(Certificate):
    """The n-gram contexts of the machine close without a halt.

    Parameters
    ----------
    left, right : int
        Cells in the windows on either side of the head, 1 to 64.
    history : int
        Pairs of state and symbol that a cell remembers, 0 to 64.
    """

    kind = "ngram_cps"
    order = 40
    budget = Budget("contexts", 40_000, "Contexts of an n-gram closure.")
    stratum = "ngram-cps"
    stratum_rank = 4
    weight = 6
    kernel_cost = 1 << 12
    varied = True
    before_rules = True
    guesses = (
        Guess(
            0.6,
            "by exact Machine.neverHalts_of_ngramCPS (left := {}) (right := {}) (history := {}) "
            "(by decide +kernel)",
            (1.5, 1.5, 0.3),
        ),
    )

    left: int = field(metadata=limits(1, _MAX_WINDOW))
    right: int = field(metadata=limits(1, _MAX_WINDOW))
    history: int = field(metadata=limits(0, _MAX_WINDOW))

    @classmethod
    def searches(cls, search_steps: int, budget: int) -> list[Search]:
        """Return a search for windows of each size, those first that close soonest."""
        return [
            Search(
                40,
                partial(
                    find_ngram_cpss,
                    left=left,
                    right=right,
                    history=history,
                    max_contexts=min(most, budget),
                ),
            )
            for left, right, history, most in _LADDER
        ]

    def check(self, machine: Machine) -> bool:
        """Return whether the sets that this stands for are closed.

        They are computed in plain Python and then gone through once more, so that this is right
        even where the first computation is not. Sets of more than ``MAX_CONTEXTS`` are not
        accepted.
        """
        sets = closed_sets(machine, self)
        return sets is not None and is_closed(machine, self, sets)

    def in_words(self) -> str:
        remembering = (
            ", each remembering how the head left it the last "
            f"{quantity(self.history, 'time', ',')},"
            if self.history
            else ""
        )
        return (
            f"Never halts, by n-gram contexts: what {quantity(self.left, 'cell', ',')} on the left "
            f"of the head and {self.right:,} on the right{remembering} can hold is closed under "
            "steps, and no step in it halts."
        )

    def reason(self) -> str:
        return (
            f"what it may see of {quantity(self.left, 'cell')} to the left and {self.right} to the "
            "right of the head makes a finite set that no step leads out of and no halt is in"
        )


@dataclass(frozen=True)
class ClosedSets:
    """A triple (C, L, R) as described above.

    Parameters
    ----------
    contexts : frozenset of Context
        C.
    left, right : frozenset of Window
        L and R.
    """

    contexts: frozenset[Context]
    left: frozenset[Window]
    right: frozenset[Window]


def closed_sets(
    machine: Machine, certificate: NGramCPS, *, max_contexts: int = MAX_CONTEXTS
) -> ClosedSets | None:
    """Return the least closed triple for the parameters of `certificate`.

    None if the machine halts in one of its contexts, or if it has more than `max_contexts`.
    """
    n, m, kept = certificate.left, certificate.right, certificate.history
    rows = [
        [None if t is None or t.halts else (t.write, t.move, t.next) for t in row]
        for row in machine.transitions
    ]
    blank: Cell = (0, ())
    start: Context = (0, blank, (blank,) * n, (blank,) * m)
    contexts = {start}
    todo = [start]
    left: set[Window] = {start[2]}
    right: set[Window] = {start[3]}
    # By the part that a window shares with its neighbour: what has it in common, and which
    # contexts asked for it.
    left_by: dict[Window, list[Window]] = {start[2][:-1]: [start[2]]}
    right_by: dict[Window, list[Window]] = {start[3][:-1]: [start[3]]}
    left_asked: dict[Window, list[tuple[int, Cell, Window]]] = {}
    right_asked: dict[Window, list[tuple[int, Cell, Window]]] = {}
    while todo:
        state, (symbol, past), l_window, r_window = todo.pop()
        rule = rows[state][symbol]
        if rule is None:
            return None
        write, move, following = rule
        cell: Cell = (write, ((state, symbol), *past)[:kept])
        new: list[Context] = []
        if move is Direction.RIGHT:
            if l_window not in left:
                left.add(l_window)
                left_by.setdefault(l_window[:-1], []).append(l_window)
                new = [(q, c, l_window, r) for q, c, r in left_asked.get(l_window[:-1], ())]
            ask = (following, r_window[0], (cell, *l_window[:-1]))
            right_asked.setdefault(r_window[1:], []).append(ask)
            new += [(*ask, window) for window in right_by.get(r_window[1:], ())]
        else:
            if r_window not in right:
                right.add(r_window)
                right_by.setdefault(r_window[:-1], []).append(r_window)
                new = [(*asked, r_window) for asked in right_asked.get(r_window[:-1], ())]
            ask = (following, l_window[0], (cell, *r_window[:-1]))
            left_asked.setdefault(l_window[1:], []).append(ask)
            q, c, r = ask
            new += [(q, c, window, r) for window in left_by.get(l_window[1:], ())]
        for context in new:
            if context not in contexts:
                contexts.add(context)
                todo.append(context)
        if len(contexts) > max_contexts:
            return None
    return ClosedSets(frozenset(contexts), frozenset(left), frozenset(right))


def is_closed(machine: Machine, certificate: NGramCPS, sets: ClosedSets) -> bool:
    """Return whether `sets` have the properties 1 to 4, in one pass over the contexts."""
    n, m, kept = certificate.left, certificate.right, certificate.history
    blank: Cell = (0, ())
    lefts, rights = (blank,) * n, (blank,) * m
    if (0, blank, lefts, rights) not in sets.contexts:
        return False
    if lefts not in sets.left or rights not in sets.right:
        return False
    last_on_left: dict[Window, set[Cell]] = {}
    for window in sets.left:
        last_on_left.setdefault(window[:-1], set()).add(window[-1])
    last_on_right: dict[Window, set[Cell]] = {}
    for window in sets.right:
        last_on_right.setdefault(window[:-1], set()).add(window[-1])
    for state, (symbol, past), l_window, r_window in sets.contexts:
        transition = machine.transitions[state][symbol]
        if transition is None or transition.halts:
            return False
        cell = (transition.write, ((state, symbol), *past)[:kept])
        if transition.move is Direction.RIGHT:
            if l_window not in sets.left:
                return False
            for last in last_on_right.get(r_window[1:], ()):
                after = (
                    transition.next,
                    r_window[0],
                    (cell, *l_window[:-1]),
                    (*r_window[1:], last),
                )
                if after not in sets.contexts:
                    return False
        else:
            if r_window not in sets.right:
                return False
            for last in last_on_left.get(l_window[1:], ()):
                after = (
                    transition.next,
                    l_window[0],
                    (*l_window[1:], last),
                    (cell, *r_window[:-1]),
                )
                if after not in sets.contexts:
                    return False
    return True


def find_ngram_cpss(
    tables: npt.NDArray[np.int8],
    left: int,
    right: int,
    history: int,
    *,
    max_contexts: int = 10_000,
) -> list[NGramCPS | None]:
    """Return for each machine the certificate with these parameters if its sets close.

    Parameters
    ----------
    tables : ndarray of int8, shape (N, n_states, n_symbols, 3)
        Tables as made by `Machine.to_array`.
    left, right : int
        Lengths of the windows, from 1.
    history : int
        Pairs kept per cell, from 0. Histories have to fit into 62 bits: for five states and two
        symbols, 17 pairs.
    max_contexts : int
        Contexts at which to give up a machine, 1 to ``MAX_CONTEXTS``.

    Raises
    ------
    UsageError
        If an argument is out of range.
    """
    # numba takes a noticeable part of a second to import, and a check does without it.
    from bbsynth.busy_beaver.certificates.ngram_cps import kernel

    certificate = NGramCPS(left, right, history)
    tables = check_tables(tables)
    if isinstance(max_contexts, bool) or not 1 <= max_contexts <= MAX_CONTEXTS:
        raise UsageError(f"the contexts allowed are 1 to {MAX_CONTEXTS:,}, not {max_contexts!r}")
    n_symbols = tables.shape[2]
    pairs = tables.shape[1] * n_symbols + 1
    if pairs**history * n_symbols >= 2**62:
        raise UsageError(
            f"histories of {history} pairs are too long for {tables.shape[1]} states and "
            f"{n_symbols} symbols; they have to fit into 62 bits"
        )
    sizes: npt.NDArray[Any] = np.zeros(len(tables), dtype=np.int64)
    kernel.close_all(tables, left, right, history, max_contexts, sizes)
    return [certificate if size > 0 else None for size in sizes.tolist()]


KIND = NGramCPS
