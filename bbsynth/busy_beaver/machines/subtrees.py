"""The tree normal form in parts: what several workers share, and where a walk is taken up again.

A part is a small value that can be sent to another process; the machines that it stands for are
enumerated there. The parts of a split, one after the other, are the tree in its order.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bbsynth.busy_beaver.machines.enumeration import TreeChunk, tree_chunks, tree_steps
from bbsynth.busy_beaver.machines.notation import Machine, Transition
from bbsynth.busy_beaver.machines.simulation import run
from bbsynth.busy_beaver.machines.validation import check_machine
from bbsynth.errors import UsageError

__all__ = ["TreePart", "children", "enumerate_part", "enumerate_tnf_after", "split_tnf"]


@dataclass(frozen=True)
class TreePart:
    """A part of a tree: a machine with all its descendants, or the machine alone.

    Parameters
    ----------
    machine : str
        The machine, in standard text.
    alone : bool
        Whether its descendants are left out.
    max_steps : int
        Steps to run each machine of the tree.
    """

    machine: str
    alone: bool
    max_steps: int


def children(machine: Machine, max_steps: int) -> tuple[Machine, ...]:
    """Return the children of a machine in the tree, in order.

    They are the machines that define the undefined transition which `machine` meets within
    `max_steps`; none if it meets none, or if that is its last.
    """
    outcome = run(machine, max_steps)
    undefined = machine.undefined
    if outcome.undefined is None or len(undefined) == 1:
        return ()
    from bbsynth.busy_beaver.machines import kernels

    n_states, n_symbols = machine.n_states, machine.n_symbols
    stack = np.zeros((2 * n_states * n_symbols, n_states, n_symbols, 3), dtype=np.int8)
    height = kernels.push_children(stack, 0, machine.to_array(), *outcome.undefined)
    return tuple(Machine.from_array(table) for table in stack[:height][::-1])


def split_tnf(
    n_states: int, n_symbols: int, *, parts: int, max_steps: int | None = None
) -> tuple[TreePart, ...]:
    """Return the tree as parts, at least so many if it has as many machines.

    Level by level, every subtree is split into its root and the subtrees below, until there are
    enough parts. Their sizes differ widely: for an even load, ask for a hundred times as many as
    there are workers.

    Raises
    ------
    UsageError
        As `tree_steps`, or if `parts` is less than 1.
    """
    limit = tree_steps(n_states, n_symbols, max_steps)
    if isinstance(parts, bool) or not isinstance(parts, int) or parts < 1:
        raise UsageError(f"a tree is split into 1 part or more, not {parts!r}")
    root = Machine(((None,) * n_symbols,) * n_states)
    found = [TreePart(str(root), alone=False, max_steps=limit)]
    while len(found) < parts and not all(part.alone for part in found):
        found = [smaller for part in found for smaller in _split(part)]
    return tuple(found)


def _split(part: TreePart) -> Iterator[TreePart]:
    yield TreePart(part.machine, alone=True, max_steps=part.max_steps)
    if not part.alone:
        for child in children(Machine.parse(part.machine), part.max_steps):
            yield TreePart(str(child), alone=False, max_steps=part.max_steps)


def enumerate_part(part: TreePart, *, chunk_size: int = 65_536) -> Iterator[TreeChunk]:
    """Return the machines of a part, depth first, in chunks of arrays.

    Raises
    ------
    UsageError
        If an argument is not right.
    """
    if not isinstance(part, TreePart):
        raise UsageError(f"expected a TreePart, not {part!r}")
    table = Machine.parse(part.machine).to_array()
    chunks = tree_chunks(table[None], part.max_steps, 1 if part.alone else chunk_size)
    return itertools.islice(chunks, 1) if part.alone else chunks


def enumerate_tnf_after(
    machine: Machine, *, max_steps: int | None = None, chunk_size: int = 65_536
) -> Iterator[TreeChunk]:
    """Return the machines that follow `machine` in its tree, in chunks of arrays.

    A walk that was interrupted is taken up again after the last machine seen. The steps have to
    be those of the walk before.

    Raises
    ------
    UsageError
        If `machine` is not in the tree, or an argument is out of range.
    """
    check_machine(machine)
    limit = tree_steps(machine.n_states, machine.n_symbols, max_steps)
    # The subtrees still to come, the next one last: on every level of the path the younger
    # siblings, and at its end the children.
    pending: list[Machine] = []
    here = Machine(((None,) * machine.n_symbols,) * machine.n_states)
    while here != machine:
        family = children(here, limit)
        places = [place for place, child in enumerate(family) if _extends(machine, child)]
        if not places:
            raise UsageError(
                f"{machine} is not in the tree normal form run to {limit:,} steps: the path to it "
                f"ends at {here}"
            )
        pending += reversed(family[places[0] + 1 :])
        here = family[places[0]]
    pending += reversed(children(machine, limit))
    shape = (0, machine.n_states, machine.n_symbols, 3)
    tables: npt.NDArray[np.int8] = np.zeros(shape, dtype=np.int8)
    if pending:
        tables = np.stack([one.to_array() for one in pending])
    return tree_chunks(tables, limit, chunk_size)


def _extends(machine: Machine, ancestor: Machine) -> bool:
    """Whether `machine` has all transitions of `ancestor`."""
    pairs: Iterator[tuple[Transition | None, Transition | None]] = (
        pair
        for rows in zip(machine.transitions, ancestor.transitions, strict=True)
        for pair in zip(*rows, strict=True)
    )
    return all(old is None or old == new for new, old in pairs)
