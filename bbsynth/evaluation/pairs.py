"""Arms two by two, on the problems that both were measured on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

from bbsynth.evaluation.arms import ArmSummary
from bbsynth.evaluation.bootstrap import Interval, bootstrap_means
from bbsynth.evaluation.comparison import (
    Comparison,
    Crossover,
    SetDifference,
    compare_at_k,
    crossover,
    efficiency_gap,
    set_difference,
)
from bbsynth.evaluation.estimators import pass_curve
from bbsynth.evaluation.results import Results

__all__ = ["MOST_COMPARED", "Pair", "compare_arms"]

MOST_COMPARED = 12
"""Arms that are compared with each other, at most."""

Floats = npt.NDArray[np.float64]


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


def compare_arms(results: Results, arms: Sequence[ArmSummary], weights: Floats) -> tuple[Pair, ...]:
    """Compare what is worth comparing: not every tactic with every other.

    Parameters
    ----------
    results : Results
    arms : sequence of ArmSummary
        The best first; at most twelve are compared.
    weights : array, shape (draws, problems)
        From `bbsynth.evaluation.bootstrap.draw_weights`.
    """
    chosen = [arm for arm in arms if arm.problems and not arm.automation][:MOST_COMPARED]
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
                    k=k,
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
