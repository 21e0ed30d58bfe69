"""How far a mean over problems can be trusted: the bootstrap over machines, and where it fails.

Problems about the same machine are not independent, so machines are drawn with replacement, each
with all its problems. What a problem contributes is itself an estimate from finitely many samples,
and its noise is part of how problems differ; intervals from these draws therefore cover both the
choice of the problems and the luck of sampling, if there are enough machines. Where there are not,
`mean_with_bounds` and `widened` make them wide enough. They say nothing about problems of another
kind than those of the dataset.

All figures of one report are computed from the same draws, so that differences are paired.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import betaincinv, gammaln, xlogy

from bbsynth.errors import UsageError
from bbsynth.evaluation.metrics.estimators import pass_curve

__all__ = [
    "DRAWS",
    "FEW_MACHINES",
    "Curve",
    "Interval",
    "at_an_edge",
    "bootstrap_means",
    "draw_weights",
    "intervals",
    "mean_with_bounds",
    "sampling_deviation",
    "widened",
]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

DRAWS = 2_000
"""Draws, unless a number is given."""

FEW_MACHINES = 10
"""With fewer machines than this, the draws say little."""

_LEVEL = 0.95
_TAIL = (1 - _LEVEL) / 2
_NORMAL = 1.96
"""Standard deviations on either side of the mean of a normal distribution that make `_LEVEL`."""

_FEW = 3.0
"""Machines that are solved, or left, at most, where the draws are about equal."""


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with its bounds."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Curve:
    """A figure for k = 1, …, with bounds; empty arrays if nothing was measured."""

    mean: Floats
    low: Floats
    high: Floats

    def at(self, i: int) -> Interval:
        """Return the figure at a place, from 0; the only one if it is not an array."""
        mean, low, high = (np.atleast_1d(part) for part in (self.mean, self.low, self.high))
        return Interval(float(mean[i]), float(low[i]), float(high[i]))


def draw_weights(clusters: Sequence[str], *, draws: int = DRAWS, seed: int = 0) -> Floats:
    """Return how often each problem is in each draw: shape (draws, problems).

    Parameters
    ----------
    clusters : sequence of str
        The machine of each problem. As many machines are drawn as there are.
    draws : int
        How many draws.
    seed : int
        Of the random generator; equal arguments give equal draws.

    Raises
    ------
    UsageError
        If there is no problem, or `draws` is not positive.
    """
    if not clusters:
        raise UsageError("there is no problem to average over")
    if draws < 1:
        raise UsageError(f"{draws} draws: there has to be at least 1")
    names = {name: number for number, name in enumerate(dict.fromkeys(clusters))}
    of_problem = np.array([names[name] for name in clusters])
    generator = np.random.Generator(np.random.PCG64(seed))
    drawn = generator.integers(len(names), size=(draws, len(names)))
    flat = drawn + np.arange(draws)[:, None] * len(names)
    multiplicity = np.bincount(flat.ravel(), minlength=draws * len(names))
    return multiplicity.reshape(draws, len(names))[:, of_problem].astype(np.float64)


def bootstrap_means(weights: Floats, values: Floats) -> Floats:
    """Return the mean over the problems of each draw.

    Parameters
    ----------
    weights : array, shape (draws, problems)
        From `draw_weights`.
    values : array, shape (problems, …)
        What is averaged; several figures at once.

    Returns
    -------
    array, shape (draws, …)
        NaN for a draw without any of the problems, which happens if `weights` was cut down to
        part of the problems.
    """
    flat = values.reshape(len(values), -1)
    total = weights.sum(axis=1, keepdims=True)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = (weights @ flat) / total
    result: Floats = means.reshape(len(weights), *values.shape[1:])
    return result


def intervals(means: Floats) -> tuple[Floats, Floats]:
    """Return the lower and upper bounds of the central 95% of the draws (axis 0)."""
    if np.isnan(means).any():
        low, high = np.nanquantile(means, [_TAIL, (1 + _LEVEL) / 2], axis=0)
        return low, high
    # Sorted once, and the rows closest to the two ranks: far quicker than interpolation.
    ordered = np.sort(means, axis=0)
    last = len(means) - 1
    return (
        ordered[math.floor(last * (1 - _LEVEL) / 2)],
        ordered[math.ceil(last * (1 + _LEVEL) / 2)],
    )


def mean_with_bounds(
    values: Floats, weights: Floats, machines: int, luck: Floats | float = 0.0
) -> Curve:
    """Return means over problems with bounds.

    The bounds come from the bootstrap. Where no more than three machines are solved, or left, the
    draws are about equal and say little; there the exact bounds for a share of the machines
    count too. No interval is narrower than what the luck of sampling alone makes it.

    Parameters
    ----------
    values : array, shape (problems, …)
    weights : array, shape (draws, problems)
    machines : int
        How many machines the problems are about.
    luck : array or float
        The standard deviations of the means from sampling alone.
    """
    low, high = intervals(bootstrap_means(weights, values))
    mean = values.mean(axis=0)
    seen = np.clip(mean, 0.0, 1.0) * machines
    edge = at_an_edge(mean, machines)
    with np.errstate(invalid="ignore"):
        lower = np.nan_to_num(betaincinv(seen, machines - seen + 1, _TAIL), nan=0.0)
        upper = np.nan_to_num(betaincinv(seen + 1, machines - seen, 1 - _TAIL), nan=1.0)
    low = np.minimum(np.where(edge, np.minimum(low, lower), low), mean - _NORMAL * luck)
    high = np.maximum(np.where(edge, np.maximum(high, upper), high), mean + _NORMAL * luck)
    return Curve(mean, np.clip(low, 0.0, 1.0), np.clip(high, 0.0, 1.0))


def at_an_edge(mean: Floats, machines: int) -> npt.NDArray[np.bool_]:
    """Return whether no more than three machines are solved, or left."""
    seen = np.clip(mean, 0.0, 1.0) * machines
    result: npt.NDArray[np.bool_] = np.minimum(seen, machines - seen) <= _FEW
    return result


def sampling_deviation(n: Ints, c: Ints, k_max: int) -> Floats:
    """Return the standard deviation of the mean of pass@k from sampling alone: shape (k_max,).

    For each problem it is that of the estimate if its success rate is c/n: the other samples that
    might have been drawn are binomial.
    """
    variance = np.zeros(k_max)
    pairs, times = np.unique(np.stack([n, c]), axis=1, return_counts=True)
    for size in np.unique(pairs[0]):
        of_size = pairs[0] == size
        others = np.arange(size + 1)
        estimates = pass_curve(np.full(size + 1, size), others, k_max)
        rates = (pairs[1][of_size] / size)[:, None]
        # C(n, c) p^c (1 − p)^(n − c), by logarithms; 0 log 0 is 0.
        log_chance = (
            gammaln(size + 1)
            - gammaln(others + 1)
            - gammaln(size - others + 1)
            + xlogy(others, rates)
            + xlogy(size - others, 1 - rates)
        )
        chance = np.exp(log_chance)
        spread = chance @ estimates**2 - (chance @ estimates) ** 2
        variance += times[of_size] @ np.maximum(spread, 0.0)
    result: Floats = np.sqrt(variance) / len(n)
    return result


def widened(
    difference: Interval, first: Interval, second: Interval, *, luck: float, scarce: bool
) -> Interval:
    """Return the interval of a difference where the draws of the bootstrap say too little.

    No interval is narrower than what the luck of sampling alone makes it. Where machines are
    scarce, it is no narrower than the intervals of the two figures make it, either, as if they were
    independent: R. G. Newcombe, "Interval estimation for the difference between independent
    proportions", method 10 (Statistics in Medicine 17, 1998).

    Parameters
    ----------
    difference : Interval
        Of the first minus the second, by the draws.
    first, second : Interval
        The two figures.
    luck : float
        The standard deviation of the difference from sampling alone.
    scarce : bool
        Whether so few machines are there, solved or left that the draws are about equal.
    """
    value = difference.value
    low = min(difference.low, value - _NORMAL * luck)
    high = max(difference.high, value + _NORMAL * luck)
    if scarce:
        low = min(low, value - math.hypot(first.value - first.low, second.high - second.value))
        high = max(high, value + math.hypot(first.high - first.value, second.value - second.low))
    return Interval(value, max(low, -1.0), min(high, 1.0))
