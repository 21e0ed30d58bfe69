"""Two models on the same problems: who is ahead, from which k on, and on which problems."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bbsynth.errors import UsageError
from bbsynth.evaluation.metrics.bootstrap import NORMAL, Interval, bootstrap_means, intervals
from bbsynth.evaluation.metrics.estimators import counts, pass_at_k

__all__ = [
    "Comparison",
    "Crossover",
    "SetDifference",
    "compare_at_k",
    "crossover",
    "efficiency_gap",
    "set_difference",
    "widened",
]

Floats = npt.NDArray[np.float64]

# Two means of equal sums differ by rounding.
_EQUAL = 1e-9


@dataclass(frozen=True, slots=True)
class Comparison:
    """A paired comparison at one k.

    Attributes
    ----------
    k : int
    difference : Interval
        Mean of the first minus the second.
    first_ahead : float or None
        The share of draws in which the first is ahead; draws in which both are equal count half.
        None where there are too few machines for the draws to say anything.
    better, worse, equal : int
        The problems on which the first is better, worse, equal.
    """

    k: int
    difference: Interval
    first_ahead: float | None
    better: int
    worse: int
    equal: int


@dataclass(frozen=True, slots=True)
class Crossover:
    """Where the curve of one model passes that of another.

    Attributes
    ----------
    leader : int or None
        Which is ahead at k = 1, 0 or 1; None if neither.
    k : int or None
        The smallest k at which the other is ahead; None if there is none up to `k_max`.
    low, high : float
        Bounds on it from the bootstrap; infinity means beyond `k_max`. NaN where neither leads, or
        where there are too few machines for the draws to say anything.
    share : float
        The share of the draws in which the same leader is overtaken by `k_max`; NaN as above.
    k_max : int
        The largest k that was looked at.
    """

    leader: int | None
    k: int | None
    low: float
    high: float
    share: float
    k_max: int


@dataclass(frozen=True, slots=True)
class SetDifference:
    """The problems that are solved by at least one sample."""

    both: tuple[str, ...]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    neither: tuple[str, ...]


def compare_at_k(
    first: Floats, second: Floats, weights: Floats, *, k: int, drawn: Floats | None = None
) -> Comparison:
    """Compare two models at one k.

    Parameters
    ----------
    first, second : array, shape (problems, k_max)
        Their tables from `pass_curve`, on the same problems in the same order.
    weights : array, shape (draws, problems)
        From `draw_weights`.
    k : int
        At most the smaller k_max.
    drawn : array, shape (draws, k_max), optional
        The mean of the first minus that of the second in each draw, if it is known already.

    Raises
    ------
    UsageError
        If the shapes do not agree, or k is out of range.
    """
    _check_pair(first, second, weights)
    if not 1 <= k <= min(first.shape[1], second.shape[1]):
        raise UsageError(
            f"k is {k}; both models can be compared for k from 1 to "
            f"{min(first.shape[1], second.shape[1])}"
        )
    difference = first[:, k - 1] - second[:, k - 1]
    means = bootstrap_means(weights, difference) if drawn is None else drawn[:, k - 1]
    low, high = intervals(means)
    return Comparison(
        k=k,
        difference=Interval(float(difference.mean()), float(low), float(high)),
        first_ahead=float((means > _EQUAL).mean() + (np.abs(means) <= _EQUAL).mean() / 2),
        better=int((difference > _EQUAL).sum()),
        worse=int((difference < -_EQUAL).sum()),
        equal=int((np.abs(difference) <= _EQUAL).sum()),
    )


def crossover(
    first: Floats, second: Floats, weights: Floats, *, drawn: Floats | None = None
) -> Crossover:
    """Find the k from which on the model that is ahead at k = 1 is no longer ahead.

    Parameters and errors as for `compare_at_k`; k goes up to the smaller k_max.
    """
    _check_pair(first, second, weights)
    k_max = min(first.shape[1], second.shape[1])
    difference = first[:, :k_max] - second[:, :k_max]
    observed = difference.mean(axis=0)
    if abs(observed[0]) <= _EQUAL:
        return Crossover(None, None, math.nan, math.nan, 0.0, k_max)
    sign = math.copysign(1.0, observed[0])
    found = _first_below(sign * observed[None, :])[0]
    means = bootstrap_means(weights, difference) if drawn is None else drawn[:, :k_max]
    places = _first_below(sign * means)
    # Of the numbers and infinities, order statistics: there is nothing to interpolate.
    ordered = np.sort(places)
    last = len(ordered) - 1
    return Crossover(
        leader=0 if sign > 0 else 1,
        k=int(found) if math.isfinite(found) else None,
        low=float(ordered[math.floor(0.025 * last)]),
        high=float(ordered[math.ceil(0.975 * last)]),
        share=float(np.isfinite(places).mean()),
        k_max=k_max,
    )


def _first_below(curves: Floats) -> Floats:
    """Return the first k at which each curve is below 0; infinity if it never is."""
    below = curves < -_EQUAL
    k = np.argmax(below, axis=1) + 1.0
    return np.where(below.any(axis=1), k, math.inf)


def efficiency_gap(first: Floats, second: Floats, weights: Floats, *, k: int) -> Interval:
    """Return the sampling-efficiency gap: pass@k of the first minus pass@1 of the second.

    With the base model first and the trained one second it says how much of what the base model
    can do the trained one does at its first try. Parameters and errors as for `compare_at_k`.
    """
    _check_pair(first, second, weights)
    if not 1 <= k <= first.shape[1]:
        raise UsageError(f"k is {k}; the first model has k from 1 to {first.shape[1]}")
    difference = first[:, k - 1] - second[:, 0]
    low, high = intervals(bootstrap_means(weights, difference))
    return Interval(float(difference.mean()), float(low), float(high))


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
    low = min(difference.low, value - NORMAL * luck)
    high = max(difference.high, value + NORMAL * luck)
    if scarce:
        low = min(low, value - math.hypot(first.value - first.low, second.high - second.value))
        high = max(high, value + math.hypot(first.high - first.value, second.value - second.low))
    return Interval(value, max(low, -1.0), min(high, 1.0))


def set_difference(
    problems: Sequence[str],
    first: tuple[npt.ArrayLike, npt.ArrayLike],
    second: tuple[npt.ArrayLike, npt.ArrayLike],
    *,
    k: int | None = None,
) -> SetDifference:
    """Return which problems each of two models solves.

    Parameters
    ----------
    problems : sequence of str
        Their ids.
    first, second : pair of arrays
        n and c of each model.
    k : int, optional
        Solved then means pass@k of at least 1/2. By default it means one correct sample, which
        favours a model of which more samples were taken.
    """
    solved = []
    for n, c in (first, second):
        _, c_all = counts(n, c)
        if len(c_all) != len(problems):
            raise UsageError(f"{len(problems)} problems, but counts for {len(c_all)}")
        solved.append(c_all > 0 if k is None else pass_at_k(n, c, k) >= 0.5)
    one, two = solved

    def named(mask: npt.NDArray[np.bool_]) -> tuple[str, ...]:
        return tuple(name for name, chosen in zip(problems, mask, strict=True) if chosen)

    return SetDifference(
        both=named(one & two),
        only_first=named(one & ~two),
        only_second=named(~one & two),
        neither=named(~one & ~two),
    )


def _check_pair(first: Floats, second: Floats, weights: Floats) -> None:
    if first.ndim != 2 or second.ndim != 2 or len(first) != len(second):
        raise UsageError(
            f"two models are compared on the same problems; their tables have shapes {first.shape} "
            f"and {second.shape}"
        )
    if weights.ndim != 2 or weights.shape[1] != len(first):
        raise UsageError(f"draws of shape {weights.shape} are not of these {len(first)} problems")
