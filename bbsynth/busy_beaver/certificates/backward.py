"""Backward reasoning: what could have come before a halt, and before that, until nothing could.

A *partial configuration* is a state, and the symbols of finitely many cells around the head; the
other cells can hold anything. Before the partial configuration (t, cells) there can have been, for
each transition of a state s on a symbol r that writes w, moves and goes to t, the one in which the
head is a step back, the cell there holds r, and the state is s: unless that cell is known *now* and
is not w. The tree of what can have come before starts, for each state and symbol on which the
machine halts, with that state and that symbol under the head. If no branch of it is longer than
some depth, and none of its nodes has state A and nothing but blanks in the known cells, then no
configuration that halts can be reached from the initial one, whose own past is empty.

The last condition is needed: a branch does not end where the run can have begun. A published
decider that left it out had to be withdrawn. The certificate holds the depth.

References
----------
.. [1] H. Marxen and J. Buntrock, "Attacking the Busy Beaver 5", Bulletin of the EATCS 40 (1990).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from typing import Final

from bbsynth.busy_beaver.certificate import (
    Budget,
    Certificate,
    Search,
    limits,
    one_by_one,
    quantity,
)
from bbsynth.busy_beaver.machines.notation import Direction, Machine
from bbsynth.busy_beaver.machines.validation import check_machine
from bbsynth.errors import UsageError

__all__ = ["KIND", "MAX_NODES", "Backward", "find_backward"]

MAX_NODES: Final = 100_000
"""Nodes of a tree at which a check gives up."""

_MAX_DEPTH: Final = 300

_Cells = dict[int, int]


@dataclass(frozen=True)
class Backward(Certificate):
    """No halt has a past of `depth` steps, or the start in it.

    Parameters
    ----------
    depth : int
        Levels of the tree, 1 to 300.
    """

    kind = "backward"
    order = 80
    budget = Budget("nodes", 1_000, "Nodes of backward reasoning.")

    depth: int = field(metadata=limits(1, _MAX_DEPTH))

    @classmethod
    def searches(cls, search_steps: int, budget: int) -> list[Search]:
        nodes = min(budget, MAX_NODES)
        return [Search(80, one_by_one(partial(find_backward, max_nodes=nodes)))]

    def check(self, machine: Machine) -> bool:
        """Return whether the tree is no deeper than this says, and free of the start.

        Written apart from the search: branch by branch, with tapes as text in which ``?`` is a
        cell that can hold anything. Trees of more than ``MAX_NODES`` nodes are not accepted.
        """
        budget = [MAX_NODES]
        return all(
            _is_refuted(machine, self.depth, state, "", str(symbol), "", budget)
            for state in range(machine.n_states)
            for symbol in range(machine.n_symbols)
            if (transition := machine.transitions[state][symbol]) is None or transition.halts
        )

    def in_words(self) -> str:
        return (
            "Never halts, by backward reasoning: nothing that halts can have a past of "
            f"{quantity(self.depth, 'step', ',')}, or one that begins with the blank tape."
        )

    def reason(self) -> str:
        return "no configuration from which it halts can be traced back far enough"


def find_backward(machine: Machine, *, max_nodes: int = 1_000) -> Backward | None:
    """Return a certificate of the least depth, or None if the tree has more nodes than allowed.

    Raises
    ------
    UsageError
        If an argument is out of range.
    """
    check_machine(machine)
    if isinstance(max_nodes, bool) or not 1 <= max_nodes <= MAX_NODES:
        raise UsageError(f"the nodes allowed are 1 to {MAX_NODES:,}, not {max_nodes!r}")
    into: list[list[tuple[int, int, int, int]]] = [[] for _ in range(machine.n_states)]
    level: list[tuple[int, int, _Cells]] = []
    for state, row in enumerate(machine.transitions):
        for symbol, transition in enumerate(row):
            if transition is None or transition.halts:
                level.append((state, 0, {0: symbol}))
            else:
                into[transition.next].append(
                    (state, symbol, transition.write, transition.move.offset)
                )
    depth = nodes = 0
    while level:
        nodes += len(level)
        if nodes > max_nodes or depth == _MAX_DEPTH:
            return None
        if any(state == 0 and not any(cells.values()) for state, _, cells in level):
            return None
        level = [
            (before, head - offset, {**cells, head - offset: read})
            for state, head, cells in level
            for before, read, written, offset in into[state]
            if cells.get(head - offset, written) == written
        ]
        depth += 1
    return Backward(max(depth, 1))


def _is_refuted(
    machine: Machine, depth: int, state: int, left: str, under: str, right: str, budget: list[int]
) -> bool:
    """Whether nothing reaches a state with these cells left of, under and right of the head."""
    budget[0] -= 1
    may_be_the_start = state == 0 and set(left + under + right) <= {"0", "?"}
    if may_be_the_start or depth == 0 or budget[0] < 0:
        return False
    for before in range(machine.n_states):
        for read in range(machine.n_symbols):
            transition = machine.transitions[before][read]
            if transition is None or transition.halts or transition.next != state:
                continue
            # The cell that was written lies on the side that the head came from.
            if transition.move is Direction.RIGHT:
                written, rest = (left[-1:] or "?"), left[:-1]
                sides = rest, under + right
            else:
                written, rest = (right[:1] or "?"), right[1:]
                sides = left + under, rest
            if written not in ("?", str(transition.write)):
                continue
            if not _is_refuted(machine, depth - 1, before, sides[0], str(read), sides[1], budget):
                return False
    return True


KIND = Backward
