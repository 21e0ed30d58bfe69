"""Finite automata reduction: a regular language of tapes that no halting run comes out of.

The method is from [1]_. A deterministic automaton with states 0, 1, … and a transition function δ
reads the cells on one side of the head, from far away to the head (here the left side; direction
right is the mirror image). It starts in 0, and δ(0, 0) = 0, so that blanks far away do not matter.
It makes a nondeterministic automaton for the rest of the tape, whose states are the pairs (q, f) of
a state of the first and a state of the machine, and a state ⊥. Its transitions, on a symbol r, are
the fewest such that

1. ⊥ goes to ⊥ on every symbol;
2. if the machine halts in f on r, every (q, f) goes to ⊥;
3. if it writes w, moves right and goes to t, every (q, f) goes to (δ(q, w), t);
4. if it writes w, moves left and goes to t, then, for every q and symbol b: wherever (q, t) can
   get with b and then w, (δ(q, b), f) goes.

A configuration is *accepted* if, with q what the first automaton says of the cells left of the
head, and f the state, some beginning of the rest of the tape, from the cell under the head on,
leads from (q, f) to ⊥. By 2, whatever halts in the next step is accepted; by 3 and 4, whatever
leads to an accepted configuration is, too. So if the initial configuration is not, which is that no
number of blanks leads from (0, A) to ⊥, the machine never halts. A certificate holds the direction
and δ.

References
----------
.. [1] J. Blanchard, "Finite Automata Reduction", bbchallenge.org (2022).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
import numpy.typing as npt

from bbsynth.busy_beaver.certificate import Budget, Certificate, Search, Tables, quantity
from bbsynth.busy_beaver.machines import MAX_SYMBOLS
from bbsynth.busy_beaver.machines.notation import Direction, Machine
from bbsynth.busy_beaver.machines.validation import check_tables
from bbsynth.errors import UsageError

__all__ = ["FAR", "KIND", "MAX_NODES", "find_far", "find_fars"]

MAX_NODES: Final = 10_000_000
"""Partial automata that a search may look at."""

_MAX_AUTOMATON: Final = 30
"""States of an automaton."""

_STATES: Final = 5
_TRANSITIONS: Final = 12
"""States of the automata that are looked for, and transitions of a machine for which all of the
budget is spent."""

_FEW_STATES: Final = 4
_FEW_NODES: Final = 3_000
"""The same where another certificate is known, and the automata to look at then."""

_PORTION = 16
"""Machines that are searched at a time."""


@dataclass(frozen=True)
class FAR(Certificate):
    """A regular language holds the start and no halting run.

    Parameters
    ----------
    direction : Direction
        The side of the head that the automaton reads.
    automaton : tuple of tuple of int
        Its transition function: for each state, the next state by symbol; the first entry is 0.
    """

    kind = "far"
    order = 50
    budget = Budget("automata", 20_000, "Partial automata to look at.")
    stratum = "far"
    stratum_rank = 6
    weight = 8
    kernel_cost = 1 << 9

    direction: Direction
    automaton: tuple[tuple[int, ...], ...]

    def __post_init__(self) -> None:
        super().__post_init__()
        rows = self.automaton
        good = isinstance(rows, tuple) and 1 <= len(rows) <= _MAX_AUTOMATON
        self._need(good, f"an automaton is a tuple of 1 to {_MAX_AUTOMATON} rows, not {rows!r}")
        for row in rows:
            good = isinstance(row, tuple) and 2 <= len(row) <= MAX_SYMBOLS
            self._need(good, f"a row has an entry per symbol, unlike {row!r}")
            for state in row:
                self._integer("a state", state, 0, len(rows) - 1)
        self._need(rows[0][0] == 0, f"blanks lead from 0 to 0, not {rows[0][0]}")

    @classmethod
    def searches(cls, search_steps: int, budget: int) -> list[Search]:
        """Return the search; of machines with more transitions it looks at fewer automata."""
        return [Search(50, partial(_find_all, max_nodes=budget))]

    @classmethod
    def instead(cls, machine: Machine) -> Callable[[], FAR | None]:
        """Return a search for a small automaton."""
        return partial(find_far, machine, _FEW_STATES, max_nodes=_FEW_NODES)

    def check(self, machine: Machine) -> bool:
        """Return whether no number of blanks leads from (0, A) to ⊥, by all transitions."""
        delta = self.automaton
        symbols = range(machine.n_symbols)
        if any(len(row) != machine.n_symbols for row in delta):
            return False
        # Transitions as a set of targets by source and symbol; None is ⊥.
        goes: dict[tuple[tuple[int, int] | None, int], set[tuple[int, int] | None]] = {}
        for symbol in symbols:
            goes[None, symbol] = {None}
            for state in range(machine.n_states):
                transition = machine.transitions[state][symbol]
                for q, row in enumerate(delta):
                    targets: set[tuple[int, int] | None] = set()
                    if transition is None or transition.halts:
                        targets.add(None)
                    elif transition.move is not self.direction:
                        # It goes away from the side that the automaton reads.
                        targets.add((row[transition.write], transition.next))
                    goes[(q, state), symbol] = targets
        grows = True
        while grows:
            grows = False
            for state in range(machine.n_states):
                for symbol in symbols:
                    transition = machine.transitions[state][symbol]
                    if (
                        transition is None
                        or transition.halts
                        or transition.move is not self.direction
                    ):
                        continue
                    for q, row in enumerate(delta):
                        for before in symbols:
                            targets = goes[(row[before], state), symbol]
                            size = len(targets)
                            for middle in tuple(goes[(q, transition.next), before]):
                                targets |= goes[middle, transition.write]
                            grows = grows or len(targets) > size
        reached: set[tuple[int, int] | None] = {(0, 0)}
        frontier: list[tuple[int, int] | None] = [(0, 0)]
        while frontier:
            for target in goes[frontier.pop(), 0] - reached:
                reached.add(target)
                frontier.append(target)
        return None not in reached

    def in_words(self) -> str:
        side = "left" if self.direction is Direction.LEFT else "right"
        return (
            "Never halts, by finite automata: one of "
            f"{quantity(len(self.automaton), 'state', ',')}, which reads the cells on the {side} "
            "of the head, makes a regular language of all configurations that halt, and of others, "
            "but not of the first one."
        )

    def reason(self) -> str:
        return "a finite automaton accepts all tapes on which it halts, and not the blank one"

    def facts(self, machine: Machine) -> dict[str, int | str]:
        """Return the automaton as one row."""
        return {
            "kind": self.kind,
            "direction": self.direction.value,
            "states": len(self.automaton),
            "dfa": ", ".join(str(target) for row in self.automaton for target in row),
        }


def find_far(machine: Machine, max_states: int, *, max_nodes: int = 20_000) -> FAR | None:
    """Return a certificate with an automaton of at most `max_states` states, or None; see below."""
    return find_fars(machine.to_array()[None], max_states, max_nodes=max_nodes)[0]


def find_fars(
    tables: npt.NDArray[np.int8], max_states: int, *, max_nodes: int = 20_000
) -> list[FAR | None]:
    """Return for each machine a certificate, or None if none was found.

    Automata are built up transition by transition, states in the order in which they are met; one
    that leads from (0, A) to ⊥ by blanks already is given up. Small automata are tried first.

    Parameters
    ----------
    tables : ndarray of int8, shape (N, n_states, n_symbols, 3)
        Tables as made by `Machine.to_array`.
    max_states : int
        Most states of an automaton, from 1; with the machine's states, at most 62 pairs.
    max_nodes : int
        Partial automata to look at per machine and direction, 1 to ``MAX_NODES``.

    Raises
    ------
    UsageError
        If an argument is out of range.
    """
    tables = check_tables(tables)
    most = min(_MAX_AUTOMATON, 62 // tables.shape[1])
    if isinstance(max_states, bool) or not 1 <= max_states <= most:
        raise UsageError(
            f"automata for {tables.shape[1]} states have 1 to {most} states, not {max_states!r}"
        )
    if isinstance(max_nodes, bool) or not 1 <= max_nodes <= MAX_NODES:
        raise UsageError(f"the automata to look at are 1 to {MAX_NODES:,}, not {max_nodes!r}")
    # numba takes a noticeable part of a second to import, and a check does without it.
    from bbsynth.busy_beaver.certificates.far import kernel

    n_symbols = tables.shape[2]
    found = np.zeros((len(tables), 2 + max_states * n_symbols), dtype=np.int64)
    # In portions, so that an interrupt from the keyboard is noticed.
    for start in range(0, len(tables), _PORTION):
        part = slice(start, start + _PORTION)
        kernel.search_all(tables[part], max_states, max_nodes, found[part])
    return [
        None
        if not size
        else FAR(
            Direction.LEFT if way < 0 else Direction.RIGHT,
            tuple(
                tuple(delta[start : start + n_symbols])
                for start in range(0, size * n_symbols, n_symbols)
            ),
        )
        for size, way, *delta in found.tolist()
    ]


def _find_all(tables: Tables, max_nodes: int) -> Sequence[FAR | None]:
    most = min(_STATES, 62 // tables.shape[1])
    # A node takes about so much longer the more transitions there are.
    transitions = tables.shape[1] * tables.shape[2]
    share = min(1.0, (_TRANSITIONS / transitions) ** 2)
    return find_fars(tables, most, max_nodes=max(1, int(share * max_nodes)))


KIND = FAR
