"""From counts to all the figures of a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from bbsynth.evaluation.metrics.arms import ArmSummary, summarize_arm
from bbsynth.evaluation.metrics.bootstrap import DRAWS, draw_weights
from bbsynth.evaluation.metrics.pairs import Pair, compare_arms
from bbsynth.evaluation.metrics.results import AUTOMATION, ArmResult, Results
from bbsynth.evaluation.metrics.tables import GroupTable, group_tables, remarks_on

__all__ = ["Summary", "summarize"]


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
    summaries = [summarize_arm(arm, weights, machine_of, automatic, k_sampled) for arm in arms]
    summaries.sort(key=_rank)
    return Summary(
        results=results,
        arms=tuple(summaries),
        pairs=compare_arms(results, summaries, weights, machine_of),
        groups=group_tables(results, summaries, automatic, weights, machine_of),
        automatic=automatic,
        tried=int(tried.sum()),
        machines=len(set(machines)),
        draws=draws,
        seed=seed,
        remarks=remarks_on(results, summaries, machine_of),
    )


def _rank(arm: ArmSummary) -> tuple[bool, float]:
    single = arm.result.arm.model.is_automation and arm.name != AUTOMATION
    best = float(arm.curve.mean[-1]) if len(arm.curve.mean) else -1.0
    return single, -best


def _together(tactics: Sequence[ArmResult], automatic: npt.NDArray[np.bool_]) -> ArmResult:
    """Return the arm that solves what any of the tactics solves."""
    # Not where only some were tried: one that was and succeeded would count, one that failed not.
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
