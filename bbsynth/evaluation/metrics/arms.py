"""The figures of one model in one style."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import betaincinv, gammaln, xlogy

from bbsynth.evaluation.metrics.bootstrap import LEVEL, NORMAL, Interval, bootstrap_means, intervals
from bbsynth.evaluation.metrics.estimators import (
    HISTOGRAM_LABELS,
    bayes_at_n,
    cover,
    g_pass_at_k,
    histogram,
    mg_pass_at_k,
    pass_curve,
    pass_power_curve,
)
from bbsynth.evaluation.metrics.results import ArmResult

__all__ = [
    "TAUS",
    "ArmSummary",
    "Curve",
    "at_an_edge",
    "mean_with_bounds",
    "sampling_deviation",
    "summarize_arm",
]

TAUS = (0.25, 0.5, 0.75, 1.0)
"""Shares of correct samples that G-Pass@k_τ and Cover@τ are given for."""

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_TAIL = (1 - LEVEL) / 2
_FEW = 3.0


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


@dataclass(frozen=True, slots=True)
class ArmSummary:
    """The figures of one arm.

    Attributes
    ----------
    result : ArmResult
    deterministic : bool
        Whether more samples would be the same: the one there is then counts for all k.
    automation : bool
        Whether it is a single tactic, or all of them together.
    problems : int
        Those that were measured.
    k_max : int
        The largest k that all measured problems have samples for.
    curve : Curve
        pass@k for k = 1, …, k_max.
    power : Curve
        pass^k for k = 1, …, k_max.
    mg_pass : Interval or None
        mG-Pass@k_max.
    g_pass, cover : dict of float to Interval
        G-Pass@k_max_τ and Cover@τ, by τ.
    bayes : tuple of float
        Bayes@N and its deviation.
    histogram : array of int
    solved : int
        Problems with at least one proof.
    beyond : Interval or None
        pass@k_max on problems that no single tactic solves.
    """

    result: ArmResult
    deterministic: bool
    automation: bool
    problems: int
    k_max: int
    curve: Curve
    power: Curve
    mg_pass: Interval | None
    g_pass: dict[float, Interval]
    cover: dict[float, Interval]
    bayes: tuple[float, float]
    histogram: npt.NDArray[np.int64]
    solved: int
    beyond: Interval | None

    @property
    def name(self) -> str:
        """What it is called."""
        return self.result.name

    def at(self, k: int) -> Interval | None:
        """Return pass@k with its bounds, or None if it is not known for this k."""
        return self.curve.at(k - 1) if 1 <= k <= len(self.curve.mean) else None


def mean_with_bounds(
    values: Floats, weights: Floats, machines: int, luck: Floats | float = 0.0
) -> Curve:
    """Return means over problems with bounds.

    The bounds come from the bootstrap. Where no more than three machines are solved, or left, the
    draws are about equal and say little; there the exact bounds for a share of so many machines
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
    low = np.minimum(np.where(edge, np.minimum(low, lower), low), mean - NORMAL * luck)
    high = np.maximum(np.where(edge, np.maximum(high, upper), high), mean + NORMAL * luck)
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


def _interval(values: Floats, weights: Floats, machines: int, luck: float = 0.0) -> Interval:
    return mean_with_bounds(values, weights, machines, luck).at(0)


def summarize_arm(
    arm: ArmResult,
    weights: Floats,
    machine_of: npt.NDArray[np.str_],
    automatic: npt.NDArray[np.bool_] | None,
    k_sampled: int,
) -> ArmSummary:
    """Compute the figures of an arm.

    Parameters
    ----------
    arm : ArmResult
    weights : array, shape (draws, problems)
        From `bbsynth.evaluation.metrics.bootstrap.draw_weights`.
    machine_of : array of str, shape (problems,)
        What each problem is about.
    automatic : array of bool, shape (problems,), or None
        Which problems a single tactic solves.
    k_sampled : int
        The largest k of any sampled arm: one fixed answer counts for so many samples.
    """
    deterministic = arm.arm.model.deterministic
    measured = arm.measured
    n, c = arm.n[measured], arm.c[measured]
    automation = arm.arm.model.is_automation
    if not len(n):
        nothing = Curve(np.zeros(0), np.zeros(0), np.zeros(0))
        return ArmSummary(
            result=arm,
            deterministic=deterministic,
            automation=automation,
            problems=0,
            k_max=0,
            curve=nothing,
            power=nothing,
            mg_pass=None,
            g_pass={},
            cover={},
            bayes=(0.0, 0.0),
            histogram=np.zeros(len(HISTOGRAM_LABELS), dtype=np.int64),
            solved=0,
            beyond=None,
        )
    if deterministic:
        # Any number of samples would be like the one there is.
        c = np.where(c > 0, k_sampled, 0)
        n = np.full_like(n, k_sampled)
    table = pass_curve(n, c)
    k_max = table.shape[1]
    mine = weights[:, measured]
    machines = len(np.unique(machine_of[measured]))
    luck = np.zeros(k_max) if deterministic else sampling_deviation(n, c, k_max)
    hard = None if automatic is None or automation else ~automatic[measured]
    return ArmSummary(
        result=arm,
        deterministic=deterministic,
        automation=automation,
        problems=len(n),
        k_max=k_max,
        curve=mean_with_bounds(table, mine, machines, luck),
        power=mean_with_bounds(pass_power_curve(n, c), mine, machines),
        mg_pass=_interval(mg_pass_at_k(n, c, k_max), mine, machines) if k_max > 1 else None,
        g_pass={tau: _interval(g_pass_at_k(n, c, k_max, tau), mine, machines) for tau in TAUS},
        cover={tau: _interval(cover(n, c, tau), mine, machines) for tau in TAUS},
        bayes=bayes_at_n(arm.n[measured], arm.c[measured]),
        histogram=histogram(n, c),
        solved=int((c > 0).sum()),
        beyond=(
            _interval(table[hard, -1], mine[:, hard], len(np.unique(machine_of[measured][hard])))
            if hard is not None and hard.any()
            else None
        ),
    )
