"""Figures by family, stratum, tier and track; and what a reader has to know before all figures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bbsynth.evaluation.arms import AUTOMATION, ArmSummary
from bbsynth.evaluation.estimators import pass_curve
from bbsynth.evaluation.results import Results
from bbsynth.evaluation.selection import GROUPINGS, group_of

__all__ = ["GroupTable", "group_tables", "remarks_on"]


@dataclass(frozen=True, slots=True)
class GroupTable:
    """pass@1 and pass@k of every arm on each group of problems."""

    grouping: str
    groups: tuple[str, ...]
    sizes: tuple[int, ...]
    automatic: tuple[int | None, ...]
    rows: tuple[tuple[str, tuple[tuple[float, float, int] | None, ...]], ...]


def group_tables(
    results: Results,
    arms: Sequence[ArmSummary],
    automatic: npt.NDArray[np.bool_] | None,
) -> tuple[GroupTable, ...]:
    """Return a table for each way of grouping that makes more than one group.

    Parameters
    ----------
    results : Results
    arms : sequence of ArmSummary
        In the order of the rows.
    automatic : array of bool, shape (problems,), or None
        Which problems a single tactic solves.
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


def remarks_on(results: Results, arms: Sequence[ArmSummary]) -> tuple[str, ...]:
    """Say what is missing from the figures, so that nobody takes them for more than they are."""
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
