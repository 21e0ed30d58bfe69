"""From counts to all the figures of a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
import numpy.typing as npt

from bbsynth.evaluation.metrics.comparison import Pair, Sampled, compare
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
from bbsynth.evaluation.metrics.groups import GroupTable, group_tables
from bbsynth.evaluation.metrics.intervals import (
    DRAWS,
    FEW_MACHINES,
    Curve,
    Interval,
    bootstrap_means,
    draw_weights,
    mean_with_bounds,
    sampling_deviation,
)
from bbsynth.evaluation.metrics.results import AUTOMATION, ArmResult, Results

__all__ = ["TAUS", "ArmSummary", "Summary", "summarize"]

TAUS = (0.25, 0.5, 0.75, 1.0)
"""Shares of correct samples that G-Pass@k_τ and Cover@τ are given for."""

_MOST_COMPARED = 12
"""Arms that are compared with each other, at most."""

Bools = npt.NDArray[np.bool_]
Floats = npt.NDArray[np.float64]
Names = npt.NDArray[np.str_]

_NO_CURVE = Curve(np.zeros(0), np.zeros(0), np.zeros(0))


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmSummary:
    """The figures of one model in one style, on the problems that it was measured on.

    Attributes
    ----------
    result : ArmResult
    problems : int
        Those that were measured; if there are none, all else is empty.
    k_max : int
        The largest k that all measured problems have samples for. If there is only one fixed
        answer, it counts for all k: that is then the largest k of other models.
    curve, power : Curve
        pass@k and pass^k for k = 1, …, k_max.
    mg_pass : Interval or None
        mG-Pass@k_max.
    g_pass, cover : dict of float to Interval
        G-Pass@k_max_τ and Cover@τ, by τ.
    bayes : tuple of float
        Bayes@N and its standard deviation.
    histogram : array of int
        See `bbsynth.evaluation.metrics.estimators.HISTOGRAM_LABELS`.
    solved : int
        Problems with at least one proof.
    beyond : Interval or None
        pass@k_max on problems that no single tactic solves.
    """

    result: ArmResult
    problems: int = 0
    k_max: int = 0
    curve: Curve = _NO_CURVE
    power: Curve = _NO_CURVE
    mg_pass: Interval | None = None
    g_pass: dict[float, Interval] = field(default_factory=dict)
    cover: dict[float, Interval] = field(default_factory=dict)
    bayes: tuple[float, float] = (0.0, 0.0)
    histogram: npt.NDArray[np.int64] = field(
        default_factory=lambda: np.zeros(len(HISTOGRAM_LABELS), dtype=np.int64)
    )
    solved: int = 0
    beyond: Interval | None = None

    @property
    def name(self) -> str:
        """The name in the report."""
        return self.result.name

    @property
    def deterministic(self) -> bool:
        """Whether more samples would be the same: the one there is then counts for all k."""
        return self.result.arm.model.deterministic

    @property
    def automation(self) -> bool:
        """Whether it is a single tactic, or all of them together."""
        return self.result.arm.model.is_automation

    def at(self, k: int) -> Interval | None:
        """Return pass@k with its bounds, or None if it is not known for this k."""
        return self.curve.at(k - 1) if 1 <= k <= len(self.curve.mean) else None


@dataclass(frozen=True, slots=True)
class Summary:
    """Everything that a report shows.

    Attributes
    ----------
    results : Results
    arms : tuple of ArmSummary
        The best first; single tactics last.
    pairs : tuple of Pair
    groups : tuple of GroupTable
    automatic : array of bool or None
        Which problems a single tactic solves; None if none was tried.
    tried : int
        On how many problems at least one was tried.
    machines : int
        How many machines the problems are about.
    draws, seed : int
        Of the bootstrap.
    remarks : tuple of str
        What a reader has to know.
    """

    results: Results
    arms: tuple[ArmSummary, ...]
    pairs: tuple[Pair, ...]
    groups: tuple[GroupTable, ...]
    automatic: Bools | None
    tried: int
    machines: int
    draws: int
    seed: int
    remarks: tuple[str, ...]

    @property
    def k_max(self) -> int:
        """The largest k of any arm that is sampled."""
        return max((arm.k_max for arm in self.arms if not arm.deterministic), default=1)


def summarize(results: Results, *, draws: int = DRAWS, seed: int = 0) -> Summary:
    """Compute the figures of a report.

    Parameters
    ----------
    results : Results
    draws, seed : int
        Of the bootstrap.
    """
    # A problem about machines in general stands for itself.
    machines = [problem.machine or problem.id for problem in results.problems]
    weights = draw_weights(machines, draws=draws, seed=seed)
    tactics = [arm for arm in results.arms if arm.arm.model.is_automation]
    automatic = None
    arms = list(results.arms)
    tried = np.any([arm.measured for arm in tactics], axis=0) if tactics else np.zeros(1, bool)
    if tried.any():
        automatic = np.any([arm.c > 0 for arm in tactics], axis=0)
        if len(tactics) > 1:
            arms.append(_together(tactics, automatic))
    sampled = [arm for arm in arms if arm.measured.any() and not arm.arm.model.deterministic]
    k_sampled = max((int(arm.n[arm.measured].min()) for arm in sampled), default=1)
    machine_of = np.array(machines)
    summaries = [_summarize_arm(arm, weights, machine_of, automatic, k_sampled) for arm in arms]
    summaries.sort(key=_rank)
    return Summary(
        results=results,
        arms=tuple(summaries),
        pairs=_pairs(results, summaries, weights, machine_of),
        groups=group_tables(
            results.problems,
            [arm.result for arm in summaries],
            automatic,
            weights,
            machine_of,
        ),
        automatic=automatic,
        tried=int(tried.sum()),
        machines=len(set(machines)),
        draws=draws,
        seed=seed,
        remarks=tuple(_remarks(results, summaries, len(set(machines)))),
    )


def _rank(arm: ArmSummary) -> tuple[bool, float]:
    best = float(arm.curve.mean[-1]) if len(arm.curve.mean) else -1.0
    return arm.automation and arm.name != AUTOMATION, -best


def _together(tactics: Sequence[ArmResult], automatic: Bools) -> ArmResult:
    """Return the arm that solves what any of the tactics solves."""
    # Only where all were tried: elsewhere successes would count, and failures would not.
    measured = np.all([arm.measured for arm in tactics], axis=0)
    return ArmResult(
        arm=tactics[0].arm,
        name=AUTOMATION,
        n=measured.astype(np.int64),
        c=(measured & automatic).astype(np.int64),
        missing=sum(arm.missing for arm in tactics),
        unjudged=sum(arm.unjudged for arm in tactics),
        failed=sum((arm.failed for arm in tactics), Counter()),
    )


def _summarize_arm(
    arm: ArmResult, weights: Floats, machine_of: Names, automatic: Bools | None, k_sampled: int
) -> ArmSummary:
    model, measured = arm.arm.model, arm.measured
    n, c = arm.n[measured], arm.c[measured]
    if not len(n):
        return ArmSummary(result=arm)
    if model.deterministic:
        # Any number of samples would be like the one there is.
        c = np.where(c > 0, k_sampled, 0)
        n = np.full_like(n, k_sampled)
    table = pass_curve(n, c)
    k_max = table.shape[1]
    mine, about = weights[:, measured], machine_of[measured]
    machines = len(np.unique(about))
    luck = np.zeros(k_max) if model.deterministic else sampling_deviation(n, c, k_max)

    def interval(values: Floats) -> Interval:
        return mean_with_bounds(values, mine, machines).at(0)

    beyond = None
    if automatic is not None and not model.is_automation:
        hard = ~automatic[measured]
        if hard.any():
            others = len(np.unique(about[hard]))
            beyond = mean_with_bounds(table[hard, -1], mine[:, hard], others).at(0)
    return ArmSummary(
        result=arm,
        problems=len(n),
        k_max=k_max,
        curve=mean_with_bounds(table, mine, machines, luck),
        power=mean_with_bounds(pass_power_curve(n, c), mine, machines),
        mg_pass=interval(mg_pass_at_k(n, c, k_max)) if k_max > 1 else None,
        g_pass={tau: interval(g_pass_at_k(n, c, k_max, tau)) for tau in TAUS},
        cover={tau: interval(cover(n, c, tau)) for tau in TAUS},
        bayes=bayes_at_n(arm.n[measured], arm.c[measured]),
        histogram=histogram(n, c),
        solved=int((c > 0).sum()),
        beyond=beyond,
    )


def _pairs(
    results: Results, arms: Sequence[ArmSummary], weights: Floats, machine_of: Names
) -> tuple[Pair, ...]:
    """Compare the best models two by two; single tactics are not compared."""
    ids = [problem.id for problem in results.problems]
    models, draws = [], {}
    for arm in [arm for arm in arms if arm.problems and not arm.automation][:_MOST_COMPARED]:
        n, c, measured = arm.result.n, arm.result.c, arm.result.measured
        if arm.deterministic:
            n, c = np.where(measured, arm.k_max, 0), np.where(c > 0, arm.k_max, 0)
        models.append(Sampled(arm.name, n, c, fixed=arm.deterministic))
        if measured.all():  # then its draws serve for all comparisons
            draws[arm.name] = bootstrap_means(weights, pass_curve(n, c))
    pairs = []
    for one, two in combinations(models, 2):
        drawn = None
        if one.name in draws and two.name in draws:
            first, second = draws[one.name], draws[two.name]
            k = min(first.shape[1], second.shape[1])
            drawn = first[:, :k] - second[:, :k]
        pairs.append(compare(ids, (one, two), weights, machine_of, drawn))
    return tuple(pair for pair in pairs if pair is not None)


def _remarks(results: Results, arms: Sequence[ArmSummary], machines: int) -> list[str]:
    """Say what is missing from the figures, so that nobody takes them for more than they are."""
    remarks = list(results.remarks)
    if machines < FEW_MACHINES:
        remarks.append(
            f"The problems are about {machines} machine{'s' if machines > 1 else ''} only: "
            "intervals from so few are too narrow rather than too wide."
        )
    compared = sum(arm.problems > 0 and not arm.automation for arm in arms)
    if compared > _MOST_COMPARED:
        remarks.append(
            f"Of {compared} models the first {_MOST_COMPARED} are compared two by two; name fewer "
            "runs to compare the others."
        )
    for arm in arms:
        result = arm.result
        if not arm.problems:
            remarks.append(f"{arm.name}: nothing was measured.")
        elif arm.problems < len(results.problems):
            remarks.append(
                f"{arm.name}: measured on {arm.problems:,} of {len(results.problems):,} problems "
                "only; its figures are for these."
            )
        if result.name == AUTOMATION:
            continue  # what is missing is said of each tactic
        if result.missing:
            kinds = ", ".join(f"{kind} {count:,}" for kind, count in result.failed.most_common())
            remarks.append(
                f"{arm.name}: {result.missing:,} samples have no answer"
                + (f" (failed requests: {kinds})" if kinds else " (they were not asked for yet)")
                + ". They count neither as proofs nor as failures."
            )
        if result.unjudged:
            remarks.append(f"{arm.name}: {result.unjudged:,} answers have no verdict yet.")
        most = int(result.n.max()) if len(result.n) else 0
        if arm.problems and not arm.deterministic and arm.k_max < most:
            remarks.append(
                f"{arm.name}: pass@k is known up to k = {arm.k_max} only, since a problem has no "
                f"more samples with a verdict; others have {most}."
            )
        if result.cut_off:
            remarks.append(
                f"{arm.name}: {result.cut_off:,} answers were cut off at the limit on their length."
            )
    return remarks
