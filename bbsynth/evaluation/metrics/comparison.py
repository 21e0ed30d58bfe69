"""Two models on the same problems: who is ahead, from which k on, and on which problems."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from bbsynth.evaluation.metrics.estimators import pass_at_k, pass_curve
from bbsynth.evaluation.metrics.intervals import (
    FEW_MACHINES,
    Interval,
    at_an_edge,
    bootstrap_means,
    intervals,
    mean_with_bounds,
    sampling_deviation,
    widened,
)

__all__ = [
    "Comparison",
    "Crossover",
    "Pair",
    "Sampled",
    "SetDifference",
    "compare",
    "compare_at_k",
    "crossover",
    "efficiency_gap",
    "set_difference",
]

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

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
        The number of problems on which the first is better, worse, equal.
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
    """The problems that are solved by both, one or none of two models, by their ids."""

    both: tuple[str, ...]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]
    neither: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two models on the problems that both were measured on."""

    first: str
    second: str
    problems: int
    at_1: Comparison
    at_k: Comparison
    crossing: Crossover
    gap: Interval
    sets: SetDifference


@dataclass(frozen=True, slots=True)
class Sampled:
    """What is compared of a model.

    Attributes
    ----------
    name : str
    n, c : array of int, shape (problems,)
        Samples, and proofs among them.
    fixed : bool
        Whether all samples are the same, so that there is no luck of sampling.
    """

    name: str
    n: Ints
    c: Ints
    fixed: bool

    def luck(self, k_max: int, mask: Bools) -> Floats:
        """Return the standard deviations of pass@k from sampling alone, on some problems."""
        if self.fixed:
            return np.zeros(k_max)
        return sampling_deviation(self.n[mask], self.c[mask], k_max)


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
    """
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

    Parameters as for `compare_at_k`; k goes up to the smaller k_max.
    """
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
    low, high = intervals(places)
    return Crossover(
        leader=0 if sign > 0 else 1,
        k=int(found) if math.isfinite(found) else None,
        low=float(low),
        high=float(high),
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
    can do the trained one does at its first try. Parameters as for `compare_at_k`.
    """
    return compare_at_k(first[:, k - 1 :], second, weights, k=1).difference


def set_difference(
    problems: Sequence[str],
    first: tuple[npt.ArrayLike, npt.ArrayLike],
    second: tuple[npt.ArrayLike, npt.ArrayLike],
    *,
    k: int,
) -> SetDifference:
    """Return which problems each of two models solves: those with pass@k of at least 1/2.

    Parameters
    ----------
    problems : sequence of str
        Their ids.
    first, second : pair of arrays
        n and c of each model.
    k : int
        The same for both, so that more samples are no advantage.
    """
    one, two = (pass_at_k(n, c, k) >= 0.5 for n, c in (first, second))

    def named(mask: Bools) -> tuple[str, ...]:
        return tuple(name for name, chosen in zip(problems, mask, strict=True) if chosen)

    return SetDifference(
        both=named(one & two),
        only_first=named(one & ~two),
        only_second=named(~one & two),
        neither=named(~one & ~two),
    )


def compare(
    problems: Sequence[str],
    models: tuple[Sampled, Sampled],
    weights: Floats,
    machine_of: npt.NDArray[np.str_],
    drawn: Floats | None = None,
) -> Pair | None:
    """Compare two models on the problems that both were measured on; None if there are none.

    Parameters
    ----------
    problems : sequence of str
        Their ids.
    models : pair of Sampled
    weights : array, shape (draws, problems)
        From `draw_weights`.
    machine_of : array of str, shape (problems,)
        What each problem is about.
    drawn : array, shape (draws, k_max), optional
        The difference of their means in each draw, if both were measured on all problems.
    """
    mask = (models[0].n > 0) & (models[1].n > 0)
    if not mask.any():
        return None
    ids = [name for name, chosen in zip(problems, mask, strict=True) if chosen]
    counted = [(model.n[mask], model.c[mask]) for model in models]
    k = min(int(n.min()) for n, _ in counted)
    ends = [0, k - 1]
    first, second = (pass_curve(n, c, k) for n, c in counted)
    weights, machines = weights[:, mask], len(np.unique(machine_of[mask]))
    lucks = [model.luck(k, mask)[ends] for model in models]
    curves = [
        mean_with_bounds(table[:, ends], weights, machines, luck)
        for table, luck in zip((first, second), lucks, strict=True)
    ]
    few = machines < FEW_MACHINES
    scarce = few or any(bool(at_an_edge(curve.mean, machines).any()) for curve in curves)

    def careful(difference: Interval, i: int, j: int) -> Interval:
        """Widen the interval of the first at one of the ends minus the second at another."""
        luck = float(np.hypot(lucks[0][i], lucks[1][j]))
        return widened(difference, curves[0].at(i), curves[1].at(j), luck=luck, scarce=scarce)

    def at(k: int, end: int) -> Comparison:
        found = compare_at_k(first, second, weights, k=k, drawn=drawn)
        difference = careful(found.difference, end, end)
        # With few machines all draws are about equal, and would say that all is certain.
        return replace(found, difference=difference, first_ahead=None if few else found.first_ahead)

    crossing = crossover(first, second, weights, drawn=drawn)
    if few:
        crossing = replace(crossing, low=math.nan, high=math.nan, share=math.nan)
    return Pair(
        first=models[0].name,
        second=models[1].name,
        problems=len(ids),
        at_1=at(1, 0),
        at_k=at(k, 1),
        crossing=crossing,
        gap=careful(efficiency_gap(first, second, weights, k=k), 1, 0),
        sets=set_difference(ids, *counted, k=k),
    )
