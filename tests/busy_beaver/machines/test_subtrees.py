from __future__ import annotations

import itertools
import pickle
from collections.abc import Callable, Iterable

import numpy as np
import pytest

from bbsynth.busy_beaver.machines import Machine, TreeChunk, enumerate_tnf, enumerate_tnf_arrays
from bbsynth.busy_beaver.machines.subtrees import (
    TreePart,
    children,
    enumerate_part,
    enumerate_tnf_after,
    split_tnf,
)
from bbsynth.errors import UsageError


def _texts(chunks: Iterable[TreeChunk]) -> list[str]:
    return [str(Machine.from_array(table)) for chunk in chunks for table in chunk.tables]


def _tree(n_states: int, n_symbols: int) -> list[str]:
    return [str(node.machine) for node in enumerate_tnf(n_states, n_symbols)]


@pytest.mark.parametrize("n_parts", [1, 2, 30, 1_000])
def test_the_parts_are_the_tree_in_its_order(n_parts: int) -> None:
    parts = split_tnf(3, 2, parts=n_parts)
    assert len(parts) >= n_parts
    assert len({part.machine for part in parts}) == len(parts)
    again = pickle.loads(pickle.dumps(parts))
    assert [text for part in again for text in _texts(enumerate_part(part))] == _tree(3, 2)


def test_more_parts_than_machines() -> None:
    parts = split_tnf(2, 2, parts=10**6)
    assert [part.machine for part in parts] == _tree(2, 2)
    assert all(part.alone for part in parts)


def test_parts_carry_how_runs_ended() -> None:
    whole = np.concatenate([chunk.runs for chunk in enumerate_tnf_arrays(3, 2)])
    parts = split_tnf(3, 2, parts=50)
    chunks = itertools.chain.from_iterable(enumerate_part(part, chunk_size=7) for part in parts)
    assert np.array_equal(np.concatenate([chunk.runs for chunk in chunks]), whole)


@pytest.mark.parametrize(("n_states", "n_symbols", "stride"), [(2, 2, 1), (3, 2, 251), (2, 3, 499)])
def test_a_walk_is_taken_up_again_after_any_machine(
    n_states: int, n_symbols: int, stride: int
) -> None:
    tree = _tree(n_states, n_symbols)
    for place in [*range(0, len(tree), stride), len(tree) - 1]:
        rest = enumerate_tnf_after(Machine.parse(tree[place]), chunk_size=1_000)
        assert _texts(rest) == tree[place + 1 :]


def test_children() -> None:
    root = Machine.parse("------_------")
    assert [str(child) for child in children(root, 6)] == [
        "0RA---_------",
        "0RB---_------",
        "1RA---_------",
        "1RB---_------",
    ]
    # It goes on for ever; and the last undefined transition is not filled.
    assert children(Machine.parse("1RA---_------"), 6) == ()
    assert children(Machine.parse("1RB1LB_1LA---"), 6) == ()
    # The third state is the first unused one, and the fourth has to wait.
    found = children(Machine.parse("1RB---_------_------_------"), 6)
    assert {child.transitions[1][0].next for child in found} == {0, 1, 2}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "call",
    [
        lambda: split_tnf(2, 2, parts=0),
        lambda: split_tnf(2, 2, parts=True),
        lambda: split_tnf(6, 2, parts=4),
        lambda: enumerate_part("------_------"),  # type: ignore[arg-type]
        lambda: enumerate_part(TreePart("------_------", False, -1)),
        lambda: enumerate_part(TreePart("------_------", False, 6), chunk_size=0),
        lambda: enumerate_tnf_after("------_------"),  # type: ignore[arg-type]
        lambda: enumerate_tnf_after(Machine.parse("1RB1LB_1LA1RZ")),
        lambda: enumerate_tnf_after(Machine.parse("1LB---_------")),
        lambda: enumerate_tnf_after(Machine.parse("1RA---_1LA---")),
    ],
)
def test_arguments_are_checked(call: Callable[[], object]) -> None:
    with pytest.raises(UsageError):
        call()
