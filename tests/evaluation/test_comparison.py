from __future__ import annotations

import math

import numpy as np
import pytest

from bbsynth.evaluation.metrics.comparison import (
    compare_at_k,
    crossover,
    efficiency_gap,
    set_difference,
)
from bbsynth.evaluation.metrics.estimators import pass_curve
from bbsynth.evaluation.metrics.intervals import draw_weights

# One that solves half of the problems always, and one that solves all of them now and then.
SHARP = np.array([16] * 10 + [0] * 10)
BROAD = np.array([3] * 20)
WEIGHTS = draw_weights([str(i) for i in range(20)], draws=500)


def curves(c: np.ndarray) -> np.ndarray:
    return pass_curve(np.full(len(c), 16), c)


def test_two_curves_that_cross() -> None:
    sharp, broad = curves(SHARP), curves(BROAD)
    expected = next(k for k in range(1, 17) if 1 - math.comb(13, k) / math.comb(16, k) > 0.5)
    found = crossover(sharp, broad, WEIGHTS)
    assert (found.leader, found.k) == (0, expected)
    assert found.low <= expected <= found.high
    assert found.share > 0.95
    turned = crossover(broad, sharp, WEIGHTS)
    assert (turned.leader, turned.k, turned.low, turned.high) == (
        1,
        expected,
        found.low,
        found.high,
    )


def test_two_curves_that_do_not_cross() -> None:
    found = crossover(curves(SHARP), curves(SHARP // 2), WEIGHTS)
    assert (found.leader, found.k, found.share) == (0, None, 0.0)
    assert (found.low, found.high) == (math.inf, math.inf)


def test_equal_curves_have_no_leader() -> None:
    found = crossover(curves(SHARP), curves(SHARP), WEIGHTS)
    assert (found.leader, found.k) == (None, None)
    assert math.isnan(found.low)


def test_the_interval_of_a_crossover_is_that_of_the_draws() -> None:
    """By hand, draw by draw."""
    sharp, broad = curves(SHARP), curves(BROAD)
    ks = []
    for weight in WEIGHTS:
        difference = np.average(sharp - broad, axis=0, weights=weight)
        below = [k for k, d in enumerate(difference, 1) if d < -1e-9]
        ks.append(below[0] if below else math.inf)
    found = crossover(sharp, broad, WEIGHTS)
    assert found.share == pytest.approx(np.isfinite(ks).mean())
    assert found.low == sorted(ks)[int(0.025 * 499)]
    assert found.high == sorted(ks)[math.ceil(0.975 * 499)]


def test_a_paired_comparison() -> None:
    found = compare_at_k(curves(SHARP), curves(BROAD), WEIGHTS, k=1)
    assert found.difference.value == pytest.approx(0.5 - 3 / 16)
    assert found.difference.low < found.difference.value < found.difference.high
    assert (found.better, found.worse, found.equal) == (10, 10, 0)
    assert found.first_ahead > 0.95
    same = compare_at_k(curves(SHARP), curves(SHARP), WEIGHTS, k=8)
    assert (same.difference.value, same.first_ahead, same.equal) == (0.0, 0.5, 20)


def test_pairing_narrows_the_interval() -> None:
    better = curves(np.minimum(SHARP + 1, 16))
    found = compare_at_k(better, curves(SHARP), WEIGHTS, k=1)
    alone = compare_at_k(better, np.zeros_like(better), WEIGHTS, k=1)
    assert found.difference.high - found.difference.low < 0.1 * (
        alone.difference.high - alone.difference.low
    )


def test_the_gap() -> None:
    gap = efficiency_gap(curves(BROAD), curves(SHARP), WEIGHTS, k=16)
    assert gap.value == pytest.approx(0.5)
    assert gap.low < 0.5 < gap.high


def test_who_solves_what() -> None:
    names = ["p", "q", "r", "s"]
    first, second = ([4] * 4, [4, 1, 0, 0]), ([4] * 4, [1, 0, 2, 0])
    found = set_difference(names, first, second, k=4)
    assert found.both == ("p",)
    assert found.only_first == ("q",)
    assert found.only_second == ("r",)
    assert found.neither == ("s",)
    strict = set_difference(names, first, second, k=2)
    assert (strict.both, strict.only_first) == (("p",), ("q",))
    assert set_difference(names, first, second, k=1).only_first == ("p",)
