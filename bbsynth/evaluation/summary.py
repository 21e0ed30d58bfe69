"""From counts to all the figures of a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from bbsynth.evaluation.bootstrap import (
    DRAWS,
    Interval,
    bootstrap_means,
    draw_weights,
    intervals,
)
from bbsynth.evaluation.comparison import (
    Comparison,
    Crossover,
    SetDifference,
    compare_at_k,
    crossover,
    efficiency_gap,
    set_difference,
)
from bbsynth.evaluation.estimators import (
    bayes_at_n,
    cover,
    histogram,
    mg_pass_at_k,
    pass_curve,
    pass_power_curve,
)
from bbsynth.evaluation.results import ArmResult, Results
from bbsynth.evaluation.selection import GROUPINGS, group_of

__all__ = ["AUTOMATION", "ArmSummary", "Curve", "GroupTable", "Pair", "Summary", "summarize"]

AUTOMATION = "automation, all tactics together"
"""What the union of the single tactics is called."""

_MOST_PAIRS = 12
"""Arms that are compared with each other, at most."""

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


@dataclass(frozen=True, slots=True)
class Pair:
    """Two arms on the problems that both were measured on."""

    first: str
    second: str
    problems: int
    at_1: Comparison
    at_k: Comparison
    crossing: Crossover
    gap: Interval
    sets: SetDifference


@dataclass(frozen=True, slots=True)
class GroupTable:
    """pass@1 and pass@k of every arm on each group of problems."""

    grouping: str
    groups: tuple[str, ...]
    sizes: tuple[int, ...]
    automatic: tuple[int | None, ...]
    rows: tuple[tuple[str, tuple[tuple[float, float, int] | None, ...]], ...]


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
    automatic: npt.NDArray[np.bool_] | None
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
    tactics = [arm for arm in results.arms if arm.arm.model.kind == "tactic"]
    automatic = None
    arms = list(results.arms)
    tried = np.any([arm.measured for arm in tactics], axis=0) if tactics else np.zeros(1, bool)
    if tried.any():
        automatic = np.any([arm.c > 0 for arm in tactics], axis=0)
        if len(tactics) > 1:
            arms.append(_together(tactics, automatic))
    k_sampled = max(
        (int(a.n[a.measured].min()) for a in arms if a.measured.any() and not _same_always(a)),
        default=1,
    )
    machine_of = np.array(machines)
    summaries = [_one(arm, weights, machine_of, automatic, k_sampled) for arm in arms]
    summaries.sort(key=_rank)
    return Summary(
        results=results,
        arms=tuple(summaries),
        pairs=_pairs(results, summaries, weights),
        groups=_groups(results, summaries, automatic),
        automatic=automatic,
        tried=int(tried.sum()),
        machines=len(set(machines)),
        draws=draws,
        seed=seed,
        remarks=_remarks(results, summaries),
    )


def _same_always(arm: ArmResult) -> bool:
    return arm.arm.model.deterministic


def _rank(arm: ArmSummary) -> tuple[bool, float]:
    single = arm.result.arm.model.kind == "tactic" and arm.name != AUTOMATION
    best = float(arm.curve.mean[-1]) if len(arm.curve.mean) else -1.0
    return single, -best


def _together(tactics: Sequence[ArmResult], automatic: npt.NDArray[np.bool_]) -> ArmResult:
    """Return the arm that solves what any of the tactics solves."""
    measured = np.all([arm.measured for arm in tactics], axis=0) | automatic
    return ArmResult(
        arm=tactics[0].arm,
        name=AUTOMATION,
        n=measured.astype(np.int64),
        c=automatic.astype(np.int64),
        missing=sum(arm.missing for arm in tactics),
        unjudged=sum(arm.unjudged for arm in tactics),
        failed=sum((arm.failed for arm in tactics), Counter()),
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


def _one(
    arm: ArmResult,
    weights: Floats,
    machine_of: npt.NDArray[np.str_],
    automatic: npt.NDArray[np.bool_] | None,
    k_sampled: int,
) -> ArmSummary:
    deterministic = _same_always(arm)
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


def _pairs(results: Results, arms: Sequence[ArmSummary], weights: Floats) -> tuple[Pair, ...]:
    """Compare what is worth comparing: not every tactic with every other."""
    chosen = [arm for arm in arms if arm.problems and not arm.automation][:_MOST_PAIRS]
    # Where an arm was measured on all problems, its draws serve for all comparisons.
    tables = {arm.name: pass_curve(*_counts(arm, arm.result.measured)) for arm in chosen}
    draws = {
        arm.name: bootstrap_means(weights, tables[arm.name])
        for arm in chosen
        if arm.result.measured.all()
    }
    pairs = []
    for one, two in combinations(chosen, 2):
        both = one.result.measured & two.result.measured
        if not both.any():
            continue
        counted = _counts(one, both), _counts(two, both)
        k = min(int(n.min()) for n, _ in counted)
        first, second = (pass_curve(n, c, k) for n, c in counted)
        mine, drawn = weights[:, both], None
        if one.name in draws and two.name in draws:
            drawn = draws[one.name][:, :k] - draws[two.name][:, :k]
        pairs.append(
            Pair(
                first=one.name,
                second=two.name,
                problems=int(both.sum()),
                at_1=compare_at_k(first, second, mine, k=1, drawn=drawn),
                at_k=compare_at_k(first, second, mine, k=k, drawn=drawn),
                crossing=crossover(first, second, mine, drawn=drawn),
                gap=efficiency_gap(first, second, mine, k=k),
                sets=set_difference(
                    [p.id for p, there in zip(results.problems, both, strict=True) if there],
                    *counted,
                ),
            )
        )
    return tuple(pairs)


def _counts(
    arm: ArmSummary, mask: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Return n and c; one fixed answer counts for as many samples as others have."""
    n, c = arm.result.n[mask], arm.result.c[mask]
    if arm.deterministic:
        return np.full_like(n, arm.k_max), np.where(c > 0, arm.k_max, 0)
    return n, c


def _groups(
    results: Results,
    arms: Sequence[ArmSummary],
    automatic: npt.NDArray[np.bool_] | None,
) -> tuple[GroupTable, ...]:
    tables = []
    for grouping in GROUPINGS:
        of = np.array([group_of(problem, grouping) for problem in results.problems])
        groups = tuple(sorted(set(of.tolist()) - {""}))
        if len(groups) < 2:
            continue
        masks = [of == group for group in groups]
        rows = []
        for arm in arms:
            cells: list[tuple[float, float, int] | None] = []
            for mask in masks:
                part = mask & arm.result.measured
                n, c = arm.result.n[part], arm.result.c[part]
                if not len(n):
                    cells.append(None)
                    continue
                curve = pass_curve(n, c).mean(axis=0)
                cells.append((float(curve[0]), float(curve[-1]), len(curve)))
            rows.append((arm.name, tuple(cells)))
        tables.append(
            GroupTable(
                grouping=grouping,
                groups=groups,
                sizes=tuple(int(mask.sum()) for mask in masks),
                automatic=tuple(
                    None if automatic is None else int(automatic[mask].sum()) for mask in masks
                ),
                rows=tuple(rows),
            )
        )
    return tuple(tables)


def _remarks(results: Results, arms: Sequence[ArmSummary]) -> tuple[str, ...]:
    remarks = list(results.remarks)
    for arm in arms:
        result = arm.result
        if result.name == AUTOMATION:
            continue
        if not arm.problems:
            remarks.append(f"{arm.name}: nothing was measured.")
        elif arm.problems < len(results.problems):
            remarks.append(
                f"{arm.name}: measured on {arm.problems:,} of {len(results.problems):,} problems "
                "only; its figures are for these."
            )
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
    return tuple(remarks)
