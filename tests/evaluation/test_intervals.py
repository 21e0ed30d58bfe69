from __future__ import annotations

import itertools

import numpy as np
import pytest

from bbsynth.errors import UsageError
from bbsynth.evaluation.metrics.intervals import bootstrap_means, draw_weights, intervals


def test_machines_are_drawn_with_all_their_problems() -> None:
    weights = draw_weights(["x", "y", "x", "z", "x"], draws=500)
    assert weights.shape == (500, 5)
    assert (weights[:, 0] == weights[:, 2]).all()
    assert (weights[:, 0] == weights[:, 4]).all()
    assert (weights[:, 0] + weights[:, 1] + weights[:, 3] == 3).all()
    assert len(np.unique(weights[:, 0])) > 2


def test_draws_are_reproducible() -> None:
    clusters = list("abcdefgh")
    assert (draw_weights(clusters, seed=1) == draw_weights(clusters, seed=1)).all()
    assert (draw_weights(clusters, seed=1) != draw_weights(clusters, seed=2)).any()


def test_means_agree_with_the_enumeration_of_all_draws() -> None:
    """Three machines, 27 equally likely draws."""
    clusters = ["a", "a", "b", "c"]
    values = np.array([1.0, 0.0, 0.5, 0.25])
    groups = {
        name: [v for c, v in zip(clusters, values, strict=True) if c == name] for name in "abc"
    }
    exact = []
    for draw in itertools.product("abc", repeat=3):
        drawn = [value for name in draw for value in groups[name]]
        exact.append(sum(drawn) / len(drawn))
    means = bootstrap_means(draw_weights(clusters, draws=100_000), values)
    assert means.mean() == pytest.approx(np.mean(exact), abs=2e-3)
    assert means.std() == pytest.approx(np.std(exact), rel=1e-2)


def test_intervals_cover_the_truth_as_often_as_they_say() -> None:
    """60 problems with unknown rates, 8 samples each, 300 times."""
    generator = np.random.default_rng(3)
    hits = 0
    for trial in range(300):
        rates = generator.beta(0.5, 0.5, 60)
        values = generator.binomial(8, rates) / 8
        weights = draw_weights([str(i) for i in range(60)], draws=400, seed=trial)
        low, high = intervals(bootstrap_means(weights, values))
        hits += bool(low <= 0.5 <= high)
    assert 0.91 <= hits / 300 <= 0.985


def test_many_figures_at_once() -> None:
    weights = draw_weights(list("abcd"), draws=50)
    values = np.arange(24, dtype=float).reshape(4, 3, 2)
    means = bootstrap_means(weights, values)
    assert means.shape == (50, 3, 2)
    assert (means[:, 1, 1] == bootstrap_means(weights, values[:, 1, 1])).all()
    low, high = intervals(means)
    assert low.shape == high.shape == (3, 2)
    assert (low <= values.mean(axis=0)).all()
    assert (values.mean(axis=0) <= high).all()


def test_a_draw_without_the_problems_of_a_part_does_not_count() -> None:
    weights = draw_weights(["a", "b"], draws=200)[:, :1]
    means = bootstrap_means(weights, np.array([0.5]))
    assert np.isnan(means).any()
    assert [bound.tolist() for bound in intervals(means)] == [0.5, 0.5]


def test_what_makes_no_sense() -> None:
    with pytest.raises(UsageError, match="no problem"):
        draw_weights([])
    with pytest.raises(UsageError, match="at least 1"):
        draw_weights(["a"], draws=0)
