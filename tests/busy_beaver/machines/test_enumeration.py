from __future__ import annotations

import itertools
from collections import Counter

import numpy as np
import pytest

from bbsynth.busy_beaver.machines import (
    Direction,
    Machine,
    Transition,
    enumerate_tnf,
    enumerate_tnf_arrays,
    enumeration,
    run,
    tree_steps,
)
from bbsynth.errors import UsageError


@pytest.mark.parametrize(
    ("n_states", "n_symbols", "machines", "halting", "steps", "ones", "cells"),
    [
        (2, 2, 61, 19, 6, 4, 4),
        (3, 2, 5_417, 1_772, 21, 6, 7),
        (4, 2, 858_909, 249_693, 107, 13, 16),
        (2, 3, 6_019, 1_816, 38, 9, 9),
    ],
)
def test_known_numbers(
    n_states: int, n_symbols: int, machines: int, halting: int, steps: int, ones: int, cells: int
) -> None:
    chunks = [chunk.runs for chunk in enumerate_tnf_arrays(n_states, n_symbols)]
    runs = np.concatenate(chunks)
    halted = runs[runs["halted"]]
    assert (len(runs), len(halted)) == (machines, halting)
    assert halted["steps"].max() == steps
    assert halted["non_blank"].max() == ones
    assert halted["cells_visited"].max() == cells


def test_halting_times_of_two_states() -> None:
    times = Counter(node.steps for node in enumerate_tnf(2, 2) if node.halts)
    assert times == {1: 1, 2: 2, 3: 4, 4: 5, 5: 2, 6: 5}


def test_winners_of_two_states() -> None:
    winners = {
        str(node.machine.completed()): node.non_blank
        for node in enumerate_tnf(2, 2)
        if node.halts and node.steps == 6
    }
    assert len(winners) == 5
    assert [text for text, ones in winners.items() if ones == 4] == ["1RB1LB_1LA1RZ"]


def test_no_winner_in_steps_leaves_the_most_ones_with_three_states() -> None:
    nodes = [node for node in enumerate_tnf(3, 2) if node.halts]
    assert max(node.non_blank for node in nodes if node.steps == 21) < 6


def _grow(machine: Machine, n_states: int, n_symbols: int, max_steps: int) -> list[str]:
    """Return the tree below `machine`, by the words of the definition and the plain simulation."""
    tree = [str(machine)]
    outcome = run(machine, max_steps, backend="numpy")
    if outcome.undefined is None or len(machine.undefined) == 1:
        return tree
    root = len(machine.undefined) == n_states * n_symbols
    used = {entry.next for row in machine.transitions for entry in row if entry is not None} | {0}
    for write, move, following in itertools.product(
        range(n_symbols), Direction, range(min(max(used) + 2, n_states))
    ):
        if root and move is Direction.LEFT:
            continue
        rows = [list(row) for row in machine.transitions]
        rows[outcome.undefined[0]][outcome.undefined[1]] = Transition(write, move, following)
        child = Machine(tuple(map(tuple, rows)))
        tree += _grow(child, n_states, n_symbols, max_steps)
    return tree


@pytest.mark.parametrize(
    ("n_states", "n_symbols", "max_steps"), [(1, 2, 1), (2, 2, 6), (1, 4, 5), (3, 2, 12)]
)
def test_the_tree_and_its_order_follow_the_definition(
    n_states: int, n_symbols: int, max_steps: int
) -> None:
    root = Machine(((None,) * n_symbols,) * n_states)
    nodes = enumerate_tnf(n_states, n_symbols, max_steps=max_steps)
    assert [str(node.machine) for node in nodes] == _grow(root, n_states, n_symbols, max_steps)


def test_nodes_agree_with_runs() -> None:
    for node in itertools.islice(enumerate_tnf(3, 2), 0, None, 13):
        outcome = run(node.machine, 21, backend="numpy")
        assert node.halts == outcome.halted
        assert node.undefined == outcome.undefined
        assert (node.steps, node.cells_visited, node.non_blank) == (
            outcome.steps,
            outcome.cells_visited,
            outcome.non_blank,
        )


@pytest.mark.parametrize("chunk_size", [1, 7, 61, 1_000])
def test_chunks_do_not_change_the_tree(chunk_size: int) -> None:
    chunks = list(enumerate_tnf_arrays(2, 2, chunk_size=chunk_size))
    assert all(len(chunk.tables) == chunk_size for chunk in chunks[:-1])
    tables = np.concatenate([chunk.tables for chunk in chunks])
    expected = [node.machine for node in enumerate_tnf(2, 2)]
    assert [Machine.from_array(table) for table in tables] == expected


def test_large_classes_can_be_begun() -> None:
    for n_states, n_symbols in ((25, 10), (5, 2), (2, 4)):
        node = next(iter(enumerate_tnf(n_states, n_symbols, max_steps=50)))
        assert (node.halts, node.steps, node.undefined) == (True, 1, (0, 0))


def test_default_steps() -> None:
    assert tree_steps(3, 2) == 21
    assert tree_steps(3, 2, 500) == 500
    with pytest.raises(UsageError, match="47,176,870"):
        tree_steps(5, 2)
    with pytest.raises(UsageError, match="give max_steps"):
        tree_steps(6, 2)


@pytest.mark.parametrize(
    ("n_states", "n_symbols"), [(0, 2), (26, 2), (2, 1), (2, 11), (-1, 2), (2.0, 2), (True, 2)]
)
def test_classes_are_checked_at_once(n_states: int, n_symbols: int) -> None:
    for function in (enumerate_tnf, enumerate_tnf_arrays):
        with pytest.raises(UsageError, match="the number of"):
            function(n_states, n_symbols, max_steps=10)


@pytest.mark.parametrize("chunk_size", [0, -1, 2.5, True])
def test_chunk_sizes_are_checked_at_once(chunk_size: int) -> None:
    with pytest.raises(UsageError, match="chunk"):
        enumerate_tnf_arrays(2, 2, chunk_size=chunk_size)


def test_many_steps_make_small_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = [str(node.machine) for node in enumerate_tnf(2, 2)]
    monkeypatch.setattr(enumeration, "PORTION", 100)
    chunks = list(enumerate_tnf_arrays(2, 2, max_steps=20))
    assert max(len(chunk.tables) for chunk in chunks) == 5
    found = [str(Machine.from_array(table)) for chunk in chunks for table in chunk.tables]
    assert found == wanted
