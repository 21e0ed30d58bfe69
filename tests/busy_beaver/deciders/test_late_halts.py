from __future__ import annotations

import pytest

from bbsynth.busy_beaver.deciders.late_halts import decide_late_tree
from bbsynth.busy_beaver.machines import enumerate_tnf
from bbsynth.busy_beaver.machines.listing import count_machines


@pytest.mark.parametrize("first_steps", [16, 20])
def test_all_machines_of_the_tree_are_there(first_steps: int) -> None:
    tree = decide_late_tree(3, 2, first_steps=first_steps, last_steps=100)
    assert sum(tree.counts.values()) == 5_417
    assert tree.counts["undecided"] == 0
    assert tree.late
    nodes = {node.machine: node.halts for node in enumerate_tnf(3, 2)}
    for decision in tree.late:
        assert nodes[decision.machine] == (decision.decider == "halts")
    counts = count_machines(tree.chunks())
    assert (counts.machines, counts.halting, counts.steps) == (5_417, 1_772, 21)


def test_what_is_not_run_to_its_end_is_undecided() -> None:
    tree = decide_late_tree(3, 2, first_steps=16, last_steps=18)
    assert tree.counts["undecided"] > 0
    assert all(decision.steps <= 18 for decision in tree.late)
