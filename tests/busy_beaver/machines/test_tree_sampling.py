from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import numpy as np
import pytest

from bbsynth.busy_beaver.machines import Machine, enumerate_tnf
from bbsynth.busy_beaver.machines.tree_sampling import estimated_tree_size, sample_tnf, tree_weights
from bbsynth.errors import UsageError


def _texts(tables: np.ndarray) -> list[str]:
    return [str(Machine.from_array(table)) for table in tables]


def test_every_machine_of_the_tree_comes_up_equally_often() -> None:
    tree = [str(node.machine) for node in enumerate_tnf(2, 2)]
    expected = 500
    counts = Counter(_texts(sample_tnf(2, 2, expected * len(tree), seed=11)))
    assert set(counts) == set(tree)
    # Pearson's test: with 60 degrees of freedom, 112 is exceeded by chance once in 20,000 times.
    squares = sum((counts[text] - expected) ** 2 / expected for text in tree)
    assert squares < 112


@pytest.mark.parametrize(("n_states", "n_symbols", "size"), [(3, 2, 5_417), (2, 3, 6_019)])
def test_sizes_of_trees(n_states: int, n_symbols: int, size: int) -> None:
    drawn = 40_000
    estimate = estimated_tree_size(n_states, n_symbols, walks_drawn=drawn, seed=5)
    assert abs(estimate / size - 1) < 4 / drawn**0.5
    tree = {str(node.machine) for node in enumerate_tnf(n_states, n_symbols)}
    sample = set(_texts(sample_tnf(n_states, n_symbols, drawn, seed=5)))
    assert sample <= tree
    # What is missing by chance is one in e^(drawn / size) machines.
    assert len(sample) > 0.98 * size


def test_the_size_of_the_tree_of_five_states() -> None:
    estimate = estimated_tree_size(5, 2, walks_drawn=2_000, seed=3, max_steps=300)
    assert abs(estimate / 181_385_789 - 1) < 4 / 2_000**0.5


def test_samples_depend_on_the_seed_alone() -> None:
    first = sample_tnf(4, 2, 50, seed=0)
    assert np.array_equal(sample_tnf(4, 2, 50, seed=0), first)
    assert np.array_equal(sample_tnf(4, 2, 80, seed=0)[:50], first)
    assert not np.array_equal(sample_tnf(4, 2, 50, seed=1), first)
    # Held fixed, so that published samples can be drawn again.
    assert _texts(first[:2]) == ["1RB1RD_0RC1RD_1LB0RD_1LA---", "1RB---_0RC0RD_1LA0LD_1LD1LC"]


def test_weights_bound_the_tree() -> None:
    assert tree_weights(1, 2).tolist() == [[1, 1, 3]]
    for n_states, n_symbols in ((2, 2), (3, 2), (2, 3)):
        size = sum(1 for _ in enumerate_tnf(n_states, n_symbols))
        assert tree_weights(n_states, n_symbols)[0, -1] > size


@pytest.mark.parametrize(
    "call",
    [
        lambda: sample_tnf(2, 2, 0, seed=1),
        lambda: sample_tnf(2, 2, 5, seed=-1),
        lambda: sample_tnf(2, 2, 5, seed=2**64),
        lambda: sample_tnf(2, 2, True, seed=1),
        lambda: sample_tnf(2, 2, 5, seed=1.5),  # type: ignore[arg-type]
        lambda: sample_tnf(5, 2, 5, seed=1),
        lambda: sample_tnf(25, 10, 5, seed=1, max_steps=10),
    ],
)
def test_arguments_are_checked(call: Callable[[], object]) -> None:
    with pytest.raises(UsageError):
        call()
