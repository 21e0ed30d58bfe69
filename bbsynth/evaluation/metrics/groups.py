"""Figures by family, stratum, tier and track."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bbsynth.evaluation.metrics.estimators import pass_curve
from bbsynth.evaluation.metrics.intervals import (
    Interval,
    mean_with_bounds,
    sampling_deviation,
)
from bbsynth.evaluation.metrics.results import ArmResult
from bbsynth.problems import Problem

__all__ = ["GroupCell", "GroupTable", "group_tables"]

_GROUPINGS = ("family", "stratum", "tier", "track")


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
    problems: Sequence[Problem],
    arms: Sequence[ArmResult],
    automatic: npt.NDArray[np.bool_] | None,
    weights: npt.NDArray[np.float64],
    machine_of: npt.NDArray[np.str_],
) -> tuple[GroupTable, ...]:
    """Return a table for each way of grouping that makes more than one group.

    Parameters
    ----------
    problems : sequence of Problem
    arms : sequence of ArmResult
        In the order of the rows.
    automatic : array of bool, shape (problems,), or None
        Which problems a single tactic solves.
    weights : array, shape (draws, problems)
        From `bbsynth.evaluation.metrics.intervals.draw_weights`.
    machine_of : array of str, shape (problems,)
        What each problem is about.
    """

    def cell(result: ArmResult, mask: npt.NDArray[np.bool_]) -> GroupCell | None:
        part = mask & result.measured
        n, c = result.n[part], result.c[part]
        if not len(n):
            return None
        table = pass_curve(n, c)
        k = table.shape[1]
        luck = 0.0 if result.arm.model.deterministic else sampling_deviation(n, c, k)[[0, -1]]
        machines = len(np.unique(machine_of[part]))
        figures = mean_with_bounds(table[:, [0, -1]], weights[:, part], machines, luck)
        return GroupCell(figures.at(0), figures.at(1), k)

    tables = []
    for grouping in _GROUPINGS:
        of = np.array([getattr(problem, grouping) for problem in problems])
        groups = tuple(sorted(set(of.tolist())))
        if len(groups) < 2:
            continue
        masks = [of == group for group in groups]
        tables.append(
            GroupTable(
                grouping=grouping,
                groups=groups,
                sizes=tuple(int(mask.sum()) for mask in masks),
                automatic=tuple(
                    None if automatic is None else int(automatic[mask].sum()) for mask in masks
                ),
                rows=tuple((arm.name, tuple(cell(arm, mask) for mask in masks)) for arm in arms),
            )
        )
    return tuple(tables)
