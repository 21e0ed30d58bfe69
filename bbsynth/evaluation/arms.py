"""The figures of one model in one style."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bbsynth.evaluation.bootstrap import Interval, bootstrap_means, intervals
from bbsynth.evaluation.estimators import (
    bayes_at_n,
    cover,
    histogram,
    mg_pass_at_k,
    pass_curve,
    pass_power_curve,
)
from bbsynth.evaluation.results import ArmResult

__all__ = ["AUTOMATION", "ArmSummary", "Curve", "summarize_arm"]

AUTOMATION = "automation, all tactics together"
"""What the union of the single tactics is called."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Curve:
    """pass@k for k = 1, …, with bounds; empty arrays if nothing was measured."""

    mean: Floats
    low: Floats
    high: Floats


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
    power : array
        pass^k for k = 1, …, k_max.
    mg_pass : Interval or None
        mG-Pass@k_max.
    cover_half : Interval or None
        Cover@0.5.
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
    power: Floats
    mg_pass: Interval | None
    cover_half: Interval | None
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
        if not 1 <= k <= len(self.curve.mean):
            return None
        i = k - 1
        return Interval(
            float(self.curve.mean[i]), float(self.curve.low[i]), float(self.curve.high[i])
        )


def _bounds(values: Floats, weights: Floats, machines: int) -> tuple[Floats, Floats]:
    """Return the bounds of means over problems.

    Where all problems are equal, at 0 or at 1, all draws are too, and the bootstrap says nothing;
    there it is the exact bound for a share of which 0 or all were seen in so many machines.
    """
    low, high = intervals(bootstrap_means(weights, values))
    mean = values.mean(axis=0)
    tail = 0.025 ** (1.0 / machines)
    return np.where(mean >= 1.0 - 1e-12, tail, low), np.where(mean <= 1e-12, 1.0 - tail, high)


def _interval(values: Floats, weights: Floats, machines: int) -> Interval:
    low, high = _bounds(values, weights, machines)
    return Interval(float(values.mean()), float(low), float(high))


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
        From `bbsynth.evaluation.bootstrap.draw_weights`.
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
    automation = arm.arm.model.kind == "tactic"
    if not len(n):
        nothing = np.zeros(0)
        return ArmSummary(
            arm,
            deterministic,
            automation,
            0,
            0,
            Curve(nothing, nothing, nothing),
            nothing,
            None,
            None,
            (0.0, 0.0),
            np.zeros(12, dtype=np.int64),
            0,
            None,
        )
    if deterministic:
        # Any number of samples would be like the one there is.
        c = np.where(c > 0, k_sampled, 0)
        n = np.full_like(n, k_sampled)
    table = pass_curve(n, c)
    k_max = table.shape[1]
    mine = weights[:, measured]
    machines = len(np.unique(machine_of[measured]))
    low, high = _bounds(table, mine, machines)
    hard = None if automatic is None or automation else ~automatic[measured]
    return ArmSummary(
        result=arm,
        deterministic=deterministic,
        automation=automation,
        problems=len(n),
        k_max=k_max,
        curve=Curve(table.mean(axis=0), low, high),
        power=pass_power_curve(n, c).mean(axis=0),
        mg_pass=_interval(mg_pass_at_k(n, c, k_max), mine, machines) if k_max > 1 else None,
        cover_half=_interval(cover(n, c, 0.5), mine, machines),
        bayes=bayes_at_n(arm.n[measured], arm.c[measured]),
        histogram=histogram(n, c),
        solved=int((c > 0).sum()),
        beyond=(
            _interval(table[hard, -1], mine[:, hard], len(np.unique(machine_of[measured][hard])))
            if hard is not None and hard.any()
            else None
        ),
    )
