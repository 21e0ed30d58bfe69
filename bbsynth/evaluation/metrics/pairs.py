"""Arms two by two, on the problems that both were measured on."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np
import numpy.typing as npt

from bbsynth.evaluation.metrics.arms import (
    ArmSummary,
    at_an_edge,
    mean_with_bounds,
    sampling_deviation,
)
from bbsynth.evaluation.metrics.bootstrap import FEW_MACHINES, Interval, bootstrap_means
from bbsynth.evaluation.metrics.comparison import (
    Comparison,
    Crossover,
    SetDifference,
    compare_at_k,
    crossover,
    efficiency_gap,
    set_difference,
    widened,
)
from bbsynth.evaluation.metrics.estimators import pass_curve
from bbsynth.evaluation.metrics.results import Results

__all__ = ["MOST_COMPARED", "Pair", "compare_arms"]

MOST_COMPARED = 12
"""Arms that are compared with each other, at most."""

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


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


def compare_arms(
    results: Results,
    arms: Sequence[ArmSummary],
    weights: Floats,
    machine_of: npt.NDArray[np.str_],
) -> tuple[Pair, ...]:
    """Compare what is worth comparing: not every tactic with every other.

    Parameters
    ----------
    results : Results
    arms : sequence of ArmSummary
        The best first; at most twelve are compared.
    weights : array, shape (draws, problems)
        From `bbsynth.evaluation.metrics.bootstrap.draw_weights`.
    machine_of : array of str, shape (problems,)
        What each problem is about.
    """
    chosen = [arm for arm in arms if arm.problems and not arm.automation][:MOST_COMPARED]
    # Where an arm was measured on all problems, its draws serve for all comparisons.
    tables = {arm.name: pass_curve(*_counts(arm, arm.result.measured)) for arm in chosen}
    by_name = {arm.name: arm for arm in chosen}
    everything = np.ones(len(results.problems), dtype=np.bool_)
    draws = {
        arm.name: bootstrap_means(weights, tables[arm.name])
        for arm in chosen
        if arm.result.measured.all()
    }
    lucks = {name: _luck(by_name[name], *_counts(by_name[name], everything)) for name in draws}
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
                **_figures(
                    (first, second),
                    [
                        lucks[arm.name] if drawn is not None else _luck(arm, n, c)
                        for arm, (n, c) in zip((one, two), counted, strict=True)
                    ],
                    mine,
                    len(np.unique(machine_of[both])),
                    drawn=drawn,
                ),
                sets=set_difference(
                    [p.id for p, there in zip(results.problems, both, strict=True) if there],
                    *counted,
                    k=k,
                ),
            )
        )
    return tuple(pairs)


def _luck(arm: ArmSummary, n: Ints, c: Ints) -> Floats:
    """Return the deviations of pass@k from sampling alone, for all k there are."""
    k = int(n.min())
    return np.zeros(k) if arm.deterministic else sampling_deviation(n, c, k)


def _figures(
    tables: tuple[Floats, Floats],
    lucks: Sequence[Floats],
    weights: Floats,
    machines: int,
    *,
    drawn: Floats | None,
) -> dict[str, Any]:
    """Return the figures of a pair, with intervals that are wide enough where there is little."""
    k = tables[0].shape[1]
    ends = [0, k - 1]
    lucks = [luck[ends] for luck in lucks]
    curves = [
        mean_with_bounds(table[:, ends], weights, machines, luck)
        for table, luck in zip(tables, lucks, strict=True)
    ]
    scarce = machines < FEW_MACHINES or any(
        bool(at_an_edge(curve.mean, machines).any()) for curve in curves
    )

    def careful(difference: Interval, i: int, j: int) -> Interval:
        """Widen the interval of the first at one of the ends minus the second at another."""
        luck = float(np.hypot(lucks[0][i], lucks[1][j]))
        return widened(difference, curves[0].at(i), curves[1].at(j), luck=luck, scarce=scarce)

    at_1, at_k = (compare_at_k(*tables, weights, k=at, drawn=drawn) for at in (1, k))
    crossing = crossover(*tables, weights, drawn=drawn)
    if machines < FEW_MACHINES:
        # All draws are about equal, so that they would say that all is certain.
        at_1, at_k = (replace(at, first_ahead=None) for at in (at_1, at_k))
        crossing = replace(crossing, low=math.nan, high=math.nan, share=math.nan)
    return {
        "at_1": replace(at_1, difference=careful(at_1.difference, 0, 0)),
        "at_k": replace(at_k, difference=careful(at_k.difference, 1, 1)),
        "crossing": crossing,
        "gap": careful(efficiency_gap(*tables, weights, k=k), 1, 0),
    }


def _counts(arm: ArmSummary, mask: npt.NDArray[np.bool_]) -> tuple[Ints, Ints]:
    """Return n and c; one fixed answer counts for as many samples as others have."""
    n, c = arm.result.n[mask], arm.result.c[mask]
    if arm.deterministic:
        return np.full_like(n, arm.k_max), np.where(c > 0, arm.k_max, 0)
    return n, c
