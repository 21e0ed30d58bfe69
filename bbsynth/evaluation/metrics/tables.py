"""Figures by family, stratum, tier and track; and what a reader has to know before all figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bbsynth.evaluation.metrics.arms import ArmSummary, mean_with_bounds, sampling_deviation
from bbsynth.evaluation.metrics.bootstrap import FEW_MACHINES, Interval
from bbsynth.evaluation.metrics.estimators import pass_curve
from bbsynth.evaluation.metrics.pairs import MOST_COMPARED
from bbsynth.evaluation.metrics.results import AUTOMATION, Results
from bbsynth.evaluation.runs.selection import GROUPINGS, group_of

__all__ = ["GroupCell", "GroupTable", "group_tables", "remarks_on"]


@dataclass(frozen=True, slots=True)
class GroupCell:
    """pass@1 and pass@k of an arm on a group of problems, for the largest k there is."""

    one: Interval
    many: Interval
    k: int


@dataclass(frozen=True, slots=True)
class GroupTable:
    """The figures of every arm on each group of problems."""

    grouping: str
    groups: tuple[str, ...]
    sizes: tuple[int, ...]
    automatic: tuple[int | None, ...]
    rows: tuple[tuple[str, tuple[GroupCell | None, ...]], ...]


def group_tables(
    results: Results,
    arms: Sequence[ArmSummary],
    automatic: npt.NDArray[np.bool_] | None,
    weights: npt.NDArray[np.float64],
    machine_of: npt.NDArray[np.str_],
) -> tuple[GroupTable, ...]:
    """Return a table for each way of grouping that makes more than one group.

    Parameters
    ----------
    results : Results
    arms : sequence of ArmSummary
        In the order of the rows.
    automatic : array of bool, shape (problems,), or None
        Which problems a single tactic solves.
    weights : array, shape (draws, problems)
        From `bbsynth.evaluation.metrics.bootstrap.draw_weights`.
    machine_of : array of str, shape (problems,)
        What each problem is about.
    """
    tables = []
    for grouping in GROUPINGS:
        of = np.array([group_of(problem, grouping) for problem in results.problems])
        groups = tuple(sorted(set(of.tolist()) - {""}))
        if len(groups) < 2:
            continue
        masks = [of == group for group in groups]
        rows = []
        for arm in arms:
            cells: list[GroupCell | None] = []
            for mask in masks:
                part = mask & arm.result.measured
                n, c = arm.result.n[part], arm.result.c[part]
                if not len(n):
                    cells.append(None)
                    continue
                table = pass_curve(n, c)
                k = table.shape[1]
                luck = 0.0 if arm.deterministic else sampling_deviation(n, c, k)[[0, -1]]
                figures = mean_with_bounds(
                    table[:, [0, -1]], weights[:, part], len(np.unique(machine_of[part])), luck
                )
                cells.append(GroupCell(figures.at(0), figures.at(1), k))
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


def remarks_on(
    results: Results, arms: Sequence[ArmSummary], machine_of: npt.NDArray[np.str_]
) -> tuple[str, ...]:
    """Say what is missing from the figures, so that nobody takes them for more than they are."""
    remarks = list(results.remarks)
    machines = len(np.unique(machine_of))
    if machines < FEW_MACHINES:
        remarks.append(
            f"The problems are about {machines} machine{'s' if machines > 1 else ''} only: "
            "intervals from so few are too narrow rather than too wide."
        )
    compared = sum(arm.problems > 0 and not arm.automation for arm in arms)
    if compared > MOST_COMPARED:
        remarks.append(
            f"Of {compared} models the first {MOST_COMPARED} are compared two by two; name fewer "
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
    return tuple(remarks)
