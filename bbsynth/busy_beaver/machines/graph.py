"""The states of a machine as a graph, and when two machines are the same but for names."""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence

import networkx as nx

from bbsynth.busy_beaver.machines.notation import HALT, Machine, Transition, state_name
from bbsynth.errors import UsageError

__all__ = [
    "can_reach_halt",
    "canonical_form",
    "equivalent",
    "mirror",
    "reachable_states",
    "rename",
    "strongly_connected_components",
    "transition_graph",
]


def transition_graph(machine: Machine) -> nx.MultiDiGraph:
    """Return the graph of the transitions.

    Returns
    -------
    networkx.MultiDiGraph
        The nodes are the states 0, 1, … and ``HALT`` (-1), with the attribute ``name``, a letter.
        There is one edge per state and symbol, with the symbol read as its key and the attributes
        ``read``, ``write`` (int), ``move`` (Direction) and ``defined`` (bool). An undefined
        transition is an edge to ``HALT`` whose ``write`` and ``move`` are None.
    """
    graph = nx.MultiDiGraph()
    for state in (*range(machine.n_states), HALT):
        graph.add_node(state, name=state_name(state))
    for state, row in enumerate(machine.transitions):
        for symbol, transition in enumerate(row):
            graph.add_edge(
                state,
                HALT if transition is None else transition.next,
                key=symbol,
                read=symbol,
                write=None if transition is None else transition.write,
                move=None if transition is None else transition.move,
                defined=transition is not None,
            )
    return graph


def reachable_states(machine: Machine) -> frozenset[int]:
    """Return the states that a path of transitions leads to from the start state, itself included.

    ``HALT`` is among them if a path leads to a halt. A run may reach fewer: the graph knows
    nothing of the tape.
    """
    return frozenset({0} | nx.descendants(transition_graph(machine), 0))


def strongly_connected_components(machine: Machine) -> tuple[frozenset[int], ...]:
    """Return the sets of states that lead to each other, ``HALT`` left out, by least state."""
    graph = transition_graph(machine)
    graph.remove_node(HALT)
    components = map(frozenset, nx.strongly_connected_components(graph))
    return tuple(sorted(components, key=min))


def can_reach_halt(machine: Machine) -> bool:
    """Return whether a path of transitions leads from the start state to a halt.

    If not, the machine never halts. An undefined transition is a halt.
    """
    return HALT in reachable_states(machine)


def mirror(machine: Machine) -> Machine:
    """Return the machine with left and right exchanged.

    An undefined transition stays undefined; the run is the mirror image as long as none is met.
    """
    return Machine(
        tuple(
            tuple(
                None if entry is None else Transition(entry.write, entry.move.opposite, entry.next)
                for entry in row
            )
            for row in machine.transitions
        )
    )


def rename(machine: Machine, permutation: Sequence[int]) -> Machine:
    """Return the machine in which state ``s`` is called ``permutation[s]``.

    Raises
    ------
    UsageError
        If `permutation` is not one of the states, or moves the start state.
    """
    states = list(permutation)
    if sorted(states) != list(range(machine.n_states)):
        raise UsageError(f"{states} is not a permutation of the states 0 to {machine.n_states - 1}")
    if states[0] != 0:
        raise UsageError("the start state, 0, keeps its name: a permutation begins with 0")
    rows: list[tuple[Transition | None, ...]] = [()] * machine.n_states
    for state, row in enumerate(machine.transitions):
        rows[states[state]] = tuple(
            entry
            if entry is None or entry.halts
            else Transition(entry.write, entry.move, states[entry.next])
            for entry in row
        )
    return Machine(tuple(rows))


def canonical_form(machine: Machine) -> Machine:
    """Return the machine that stands for all those that differ from `machine` in names only.

    States are numbered in the order in which a breadth-first walk over the transitions, in the
    order of the symbols, meets them; this is done with the machine and with its mirror image, and
    of the two the one whose text comes first is taken. The rows of states that no transition leads
    to come last and are left undefined, since no run can tell what they hold. Symbols are not
    renamed.
    """
    return min(_numbered(machine), _numbered(mirror(machine)), key=str)


def _numbered(machine: Machine) -> Machine:
    order = [0]
    queue = deque(order)
    while queue:
        for entry in machine.transitions[queue.popleft()]:
            if entry is not None and not entry.halts and entry.next not in order:
                order.append(entry.next)
                queue.append(entry.next)
    unreached = [state for state in range(machine.n_states) if state not in order]
    blank: tuple[Transition | None, ...] = (None,) * machine.n_symbols
    without = Machine(
        tuple(blank if state in unreached else row for state, row in enumerate(machine.transitions))
    )
    permutation = [0] * machine.n_states
    for name, state in enumerate(order + unreached):
        permutation[state] = name
    return rename(without, permutation)


def equivalent(a: Machine, b: Machine) -> bool:
    """Return whether two machines differ at most in names: see `canonical_form`.

    That is, whether renaming the states other than the start state, exchanging left and right, and
    changing states that no transition leads to makes one of them the other. The symbols have to be
    the same, and so does the number of states.
    """
    return canonical_form(a) == canonical_form(b)
