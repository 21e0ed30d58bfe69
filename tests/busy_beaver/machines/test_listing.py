from __future__ import annotations

from collections.abc import Callable

import pytest

from bbsynth.busy_beaver.machines import HALT, Direction, Machine, Transition, enumerate_tnf, run
from bbsynth.busy_beaver.machines.listing import (
    TreeCounts,
    class_size,
    count_machines,
    listed_machines,
    tree_source,
)
from bbsynth.errors import UsageError


@pytest.mark.parametrize(
    ("n_states", "n_symbols", "expected"),
    [
        (2, 2, TreeCounts(61, 19, 41, 61, 9_784, 6, 4, 4)),
        (3, 2, TreeCounts(5_417, 1_772, 4_057, 5_417, 7_571_840, 21, 7, 6)),
        (2, 3, TreeCounts(6_019, 1_816, 2_833, 6_019, 16_525_080, 38, 9, 9)),
    ],
)
def test_counts(n_states: int, n_symbols: int, expected: TreeCounts) -> None:
    assert count_machines(tree_source(n_states, n_symbols), distinct=True) == expected
    texts = [str(node.machine) for node in enumerate_tnf(n_states, n_symbols)]
    assert sum(text.startswith("1RB") for text in texts) == expected.starting_1rb


def test_sizes_of_classes() -> None:
    # OEIS A052200 for two symbols.
    assert [class_size(n, 2) for n in (1, 2, 3)] == [64, 20_736, 16_777_216]
    assert class_size(2, 3) == 34_012_224


def test_what_a_machine_of_the_tree_stands_for() -> None:
    # All machines with one state, run one by one.
    entries = [Transition(w, d, n) for w in (0, 1) for d in Direction for n in (HALT, 0)]
    every = [Machine(((a, b),)) for a in entries for b in entries]
    assert len(every) == class_size(1, 2)
    halting = sum(run(machine, 1).halted for machine in every)
    assert count_machines(tree_source(1, 2)).represented == halting == 32


def test_counts_of_a_large_tree() -> None:
    counts = count_machines(tree_source(4, 2))
    assert (counts.machines, counts.halting, counts.distinct) == (858_909, 249_693, None)
    assert (counts.steps, counts.cells_visited, counts.non_blank) == (107, 16, 13)


def test_selections() -> None:
    nodes = list(enumerate_tnf(2, 2))
    assert list(listed_machines(tree_source(2, 2))) == [node.machine for node in nodes]
    for select, halts in (("halting", True), ("running", False)):
        found = list(listed_machines(tree_source(2, 2), select=select))  # type: ignore[arg-type]
        assert found == [node.machine for node in nodes if node.halts is halts]
    assert len(list(listed_machines(tree_source(2, 2), limit=7))) == 7
    rest = listed_machines(tree_source(2, 2, after=nodes[40].machine))
    assert list(rest) == [node.machine for node in nodes[41:]]


def test_samples() -> None:
    first = list(listed_machines(tree_source(4, 2, sample=5_000, seed=3)))
    assert len(first) == 5_000
    assert first == list(listed_machines(tree_source(4, 2, sample=5_000, seed=3)))
    counts = count_machines(tree_source(4, 2, sample=5_000, seed=3))
    assert abs(counts.halting / 5_000 - 249_693 / 858_909) < 0.03


@pytest.mark.parametrize(
    "call",
    [
        lambda: tree_source(2, 2, sample=3, after=Machine.parse("------_------")),
        lambda: tree_source(3, 2, after=Machine.parse("------_------")),
        lambda: tree_source(6, 2),
        lambda: listed_machines([], select="some"),  # type: ignore[arg-type]
        lambda: listed_machines([], limit=-1),
    ],
)
def test_arguments_are_checked(call: Callable[[], object]) -> None:
    with pytest.raises(UsageError):
        call()
