from __future__ import annotations

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bbsynth.errors import UsageError
from bbsynth.evaluation.metrics.estimators import (
    HISTOGRAM_LABELS,
    bayes_at_n,
    cover,
    g_pass_at_k,
    histogram,
    mg_pass_at_k,
    pass_at_k,
    pass_curve,
    pass_power_curve,
    pass_power_k,
)


def subsets(n: int, c: int, k: int) -> list[int]:
    """How many are correct in each choice of k of n samples, of which the first c are correct."""
    return [sum(i < c for i in chosen) for chosen in itertools.combinations(range(n), k)]


@st.composite
def small(draw: st.DrawFn) -> tuple[int, int, int]:
    n = draw(st.integers(1, 9))
    return n, draw(st.integers(0, n)), draw(st.integers(1, n))


@given(small())
def test_enumeration(case: tuple[int, int, int]) -> None:
    """Every estimator is a mean over all choices of k of the n samples."""
    n, c, k = case
    found = subsets(n, c, k)

    def share(needed: int) -> float:
        return sum(x >= needed for x in found) / len(found)

    assert pass_at_k([n], [c], k)[0] == pytest.approx(share(1))
    assert pass_power_k([n], [c], k)[0] == pytest.approx(share(k))
    for i in range(1, k + 1):
        assert g_pass_at_k([n], [c], k, i / k)[0] == pytest.approx(share(i))
    upper = [share(i) for i in range(math.ceil(k / 2) + 1, k + 1)]
    assert mg_pass_at_k([n], [c], k)[0] == pytest.approx(2 / k * sum(upper))


@given(st.lists(small(), min_size=1, max_size=8))
def test_many_problems_are_as_one_after_the_other(cases: list[tuple[int, int, int]]) -> None:
    n, c, _ = (list(part) for part in zip(*cases, strict=True))
    curve, power = pass_curve(n, c), pass_power_curve(n, c)
    assert curve.shape == power.shape == (len(n), min(n))
    for i, (one_n, one_c) in enumerate(zip(n, c, strict=True)):
        for k in range(1, min(n) + 1):
            exact = 1 - math.comb(one_n - one_c, k) / math.comb(one_n, k)
            assert curve[i, k - 1] == pytest.approx(exact)
            assert power[i, k - 1] == pytest.approx(math.comb(one_c, k) / math.comb(one_n, k))
    assert (np.diff(curve, axis=1) >= -1e-12).all()
    assert (np.diff(power, axis=1) <= 1e-12).all()


@pytest.mark.parametrize(
    ("n", "c", "k", "value"),
    [
        # 1 - C(195, 100) / C(200, 100), and the same for few and many, in whole numbers.
        (200, 5, 100, 1 - math.comb(195, 100) / math.comb(200, 100)),
        (1024, 1, 1024, 1.0),
        (1024, 1, 512, 0.5),
        (16, 0, 16, 0.0),
        (16, 16, 1, 1.0),
        (4, 2, 2, 5 / 6),
    ],
)
def test_pass_at_k_in_known_cases(n: int, c: int, k: int, value: float) -> None:
    assert pass_at_k([n], [c], k)[0] == pytest.approx(value, abs=1e-12)


def test_a_small_table_of_g_pass() -> None:
    """Of 16 samples 10 are correct: at least 6, 7, 8 of 8."""
    total = math.comb(16, 8)
    for tau, needed in ((0.75, 6), (0.8, 7), (1.0, 8)):
        exact = sum(math.comb(10, j) * math.comb(6, 8 - j) for j in range(needed, 9)) / total
        assert g_pass_at_k([16], [10], 8, tau)[0] == pytest.approx(exact)


def test_a_threshold_is_not_a_victim_of_rounding() -> None:
    assert math.ceil(0.7 * 10) == 7
    assert math.ceil(0.07 * 100) == 8  # in floating point
    n, c = [100], [7]
    assert g_pass_at_k(n, c, 100, 0.07)[0] == pytest.approx(1.0)
    assert cover([100], [7], 0.07)[0] == 1.0


def test_pass_at_k_is_the_average_of_cover() -> None:
    """Under Beta(1, k), for known rates."""
    rates = np.array([0.0, 0.03, 0.2, 0.5, 0.9, 1.0])
    n = np.full(6, 1000)
    c = (rates * 1000).astype(int)
    for k in (1, 2, 8):
        # The quantiles of Beta(1, k) at the middles of equal parts.
        u = (np.arange(200_000) + 0.5) / 200_000
        tau = 1 - (1 - u) ** (1 / k)
        average = np.array([(rate >= tau).mean() for rate in rates])
        assert average == pytest.approx(1 - (1 - rates) ** k, abs=1e-4)
    middle = [cover(n, c, t).mean() for t in (np.arange(1000) + 0.5) / 1000]
    assert np.mean(middle) == pytest.approx(pass_at_k(n, c, 1).mean(), abs=1e-3)


def test_bayes() -> None:
    """Two problems with 2 samples: rates 1/4 and 3/4."""
    mean, deviation = bayes_at_n([2, 2], [0, 2])
    assert mean == pytest.approx(0.5)
    assert deviation == pytest.approx(math.sqrt((3 / 16 + 3 / 16) / 5 / 4))


def test_bayes_agrees_with_draws_from_the_posterior() -> None:
    n, c = np.array([4, 10, 3]), np.array([1, 9, 0])
    draws = np.random.default_rng(0).beta(c + 1, n - c + 1, size=(200_000, 3)).mean(axis=1)
    mean, deviation = bayes_at_n(n, c)
    assert mean == pytest.approx(draws.mean(), abs=1e-3)
    assert deviation == pytest.approx(draws.std(), rel=1e-2)


def test_histogram() -> None:
    found = histogram([10, 10, 10, 10, 7, 3], [0, 1, 2, 10, 1, 3])
    expected = dict.fromkeys(HISTOGRAM_LABELS, 0)
    expected |= {"0": 1, "0–10%": 1, "10–20%": 2, "100%": 2}
    assert found.tolist() == list(expected.values())
    assert histogram([1000], [999])[10] == 1


@pytest.mark.parametrize(
    ("n", "c", "k", "message"),
    [
        ([4], [5], 1, "c = 5 are correct"),
        ([4], [-1], 1, "c = -1"),
        ([0], [0], 1, "n = 0 samples"),
        ([], [], 1, "there is no problem"),
        ([4, 4, 4], [1, 2], 1, "3 values of n, but 2 of c"),
        ([[4]], [[1]], 1, "no further dimension"),
        ([4.0], [1], 1, "whole numbers"),
        ([4, 8], [1, 1], 5, "has only 4 samples"),
        ([4], [1], 0, "1 or more"),
    ],
)
def test_what_makes_no_sense(n: object, c: object, k: int, message: str) -> None:
    for function in (pass_at_k, pass_power_k, mg_pass_at_k):
        with pytest.raises(UsageError, match=message):
            function(n, c, k)  # type: ignore[arg-type]


@pytest.mark.parametrize("tau", [0.0, -0.5, 1.5, math.nan])
def test_a_threshold_out_of_range(tau: float) -> None:
    with pytest.raises(UsageError, match="τ is"):
        g_pass_at_k([4], [1], 2, tau)
    with pytest.raises(UsageError, match="τ is"):
        cover([4], [1], tau)
