"""Whole trees of classes in which a few machines halt very late.

To run every machine of such a tree as long as the longest run takes days. Here, they are run for a
while, and decided; the few that are left are then run on. If one of them halts where a transition
is undefined, and others are, too, it has children, which are treated in the same way.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from bbsynth.busy_beaver.deciders.parallel import Settings, decide_units, tree_units
from bbsynth.busy_beaver.deciders.pipeline import Decision, decide
from bbsynth.busy_beaver.machines import Machine, TreeChunk, enumerate_tnf_arrays, run_batch
from bbsynth.busy_beaver.machines.subtrees import children

__all__ = ["LateTree", "decide_late_tree"]


@dataclass(frozen=True)
class LateTree:
    """The machines of a whole tree, decided.

    Parameters
    ----------
    n_states, n_symbols : int
        The class.
    first_steps : int
        How far all machines were run.
    counts : mapping from str to int
        Machines by the kind of their certificate; ``undecided`` are those without one.
    late : tuple of Decision
        What became of those that were run further, children included.
    """

    n_states: int
    n_symbols: int
    first_steps: int
    counts: Counter[str]
    late: tuple[Decision, ...]

    def chunks(self) -> Iterator[TreeChunk]:
        """Return the machines of the tree with their whole runs, for `count_machines`."""
        late = {decision.machine: decision.steps for decision in self.late}
        for chunk in enumerate_tnf_arrays(
            self.n_states, self.n_symbols, max_steps=self.first_steps
        ):
            going_on = ~chunk.runs["halted"]
            kept = going_on.copy()
            for place in np.flatnonzero(going_on).tolist():
                kept[place] = Machine.from_array(chunk.tables[place]) in late
            yield TreeChunk(chunk.tables[~kept], chunk.runs[~kept])
        for decision in self.late:
            table = decision.machine.to_array()[None]
            yield TreeChunk(table, run_batch(table, decision.steps))


def decide_late_tree(
    n_states: int, n_symbols: int, *, first_steps: int, last_steps: int, jobs: int = 1
) -> LateTree:
    """Decide every machine of a tree in which most halts are early.

    Parameters
    ----------
    n_states, n_symbols : int
        The class.
    first_steps : int
        Steps to run every machine.
    last_steps : int
        Steps to run those that are undecided then.
    jobs : int
        Processes.

    Raises
    ------
    UsageError
        If an argument is out of range.
    """
    counts: Counter[str] = Counter()
    open_machines: list[Machine] = []
    units = tree_units(n_states, n_symbols, Settings(), max_steps=first_steps)
    for result in decide_units(units, jobs=jobs):
        counts.update(result.counts)
        if result.counts.get("undecided"):
            for line in result.lines.splitlines():
                if '"undecided"' in line:
                    open_machines.append(Machine.parse(json.loads(line)["machine"]))
    counts["undecided"] = 0
    late: list[Decision] = []
    while open_machines:
        decision = decide(open_machines.pop(), max_steps=last_steps)
        late.append(decision)
        counts[decision.decider or "undecided"] += 1
        if decision.undefined is not None:
            open_machines += children(decision.machine, decision.steps)
    return LateTree(n_states, n_symbols, first_steps, counts, tuple(late))
