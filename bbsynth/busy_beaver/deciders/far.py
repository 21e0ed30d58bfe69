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

from typing import Final

import numpy as np
import numpy.typing as npt

from bbsynth.busy_beaver.deciders.closures import FAR
from bbsynth.busy_beaver.deciders.fields import MAX_AUTOMATON
from bbsynth.busy_beaver.machines.notation import Direction, Machine
from bbsynth.busy_beaver.machines.validation import check_tables
from bbsynth.errors import UsageError

__all__ = ["MAX_NODES", "check_far", "find_far", "find_fars"]

MAX_NODES: Final = 10_000_000
"""Partial automata that a search may look at."""

_PORTION = 16
"""Machines that are searched at a time."""


def check_far(machine: Machine, certificate: FAR) -> bool:
    """Return whether no number of blanks leads from (0, A) to ⊥, by building all transitions."""
    delta = certificate.automaton
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
                elif transition.move is not certificate.direction:
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
                    or transition.move is not certificate.direction
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
    most = min(MAX_AUTOMATON, 62 // tables.shape[1])
    if isinstance(max_states, bool) or not 1 <= max_states <= most:
        raise UsageError(
            f"automata for {tables.shape[1]} states have 1 to {most} states, not {max_states!r}"
        )
    if isinstance(max_nodes, bool) or not 1 <= max_nodes <= MAX_NODES:
        raise UsageError(f"the automata to look at are 1 to {MAX_NODES:,}, not {max_nodes!r}")
    # numba takes a noticeable part of a second to import, and a check does without it.
    from bbsynth.busy_beaver.deciders import far_kernel as kernel

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
