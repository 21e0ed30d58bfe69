"""The proof of quality: every problem cross-checked, every reference proof judged, in this build.

What comes out is in two parts: counts, which are the same in every build of a configuration, and
times, which are not.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from bbsynth._common.progress import Progress
from bbsynth._common.workers import Workers, spread
from bbsynth.errors import ReleaseError
from bbsynth.judge import Judge, Verdict, assemble
from bbsynth.judge.completion import Code
from bbsynth.problems import Problem
from bbsynth.problems.crosscheck import CrosscheckError, crosscheck
from bbsynth.release.equivalence import keys_of_row
from bbsynth.release.rows import Row

__all__ = ["Judging", "counts", "crosscheck_all", "judge_all"]

_SHOWN: Final = 5
_SLOWEST: Final = 20

_PORTION: Final = 25
_MANY: Final = 500
"""From this number on it is worth to start other processes."""


@dataclass
class Judging:
    """What the judge said of the reference proofs.

    Attributes
    ----------
    verdicts : list of Verdict
        In the order of the problems.
    seconds : float
        Wall clock.
    canary_pairs : int
        Pairs of canaries that were judged in this run.
    """

    verdicts: list[Verdict] = field(default_factory=list)
    seconds: float = 0.0
    canary_pairs: int = 0

    def times(self, public: Sequence[str]) -> dict[str, Any]:
        """Return what was measured; only problems named in `public` are named."""
        shown = set(public)
        milliseconds = sorted(verdict.milliseconds.get("total", 0) for verdict in self.verdicts)
        now = sum(not verdict.cached for verdict in self.verdicts)
        named = sorted(
            (verdict for verdict in self.verdicts if verdict.name in shown),
            key=lambda verdict: (-verdict.milliseconds.get("total", 0), verdict.name),
        )
        return {
            "proofs": len(milliseconds),
            "judged_in_this_run": now,
            "known_from_earlier_runs": len(milliseconds) - now,
            "pairs_of_canaries": self.canary_pairs,
            "seconds": round(self.seconds, 1),
            "proofs_per_second": round(now / self.seconds, 2) if now and self.seconds else None,
            "milliseconds": {
                "total": sum(milliseconds),
                "median": _quantile(milliseconds, 0.5),
                "nine_in_ten_below": _quantile(milliseconds, 0.9),
                "most": milliseconds[-1] if milliseconds else 0,
            },
            "slowest": [
                {"name": verdict.name, "milliseconds": verdict.milliseconds.get("total", 0)}
                for verdict in named[:_SLOWEST]
            ],
        }


def _quantile(ordered: Sequence[int], share: float) -> int:
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0


def crosscheck_all(
    problems: Sequence[Problem], workers: Workers | None, progress: Progress
) -> None:
    """Read every statement back and test it with the independent simulator.

    Raises
    ------
    ReleaseError
        If one of them is wrong.
    """
    portions = [problems[i : i + _PORTION] for i in range(0, len(problems), _PORTION)]
    done = 0
    try:
        for count in spread(_crosscheck, portions, workers if len(problems) >= _MANY else None):
            done += count
            progress("cross-checking statements", done, len(problems))
    except CrosscheckError as error:
        raise ReleaseError(
            f"{error}. The statements do not agree or are not true; there is no release"
        ) from error


def _crosscheck(problems: Sequence[Problem]) -> int:
    for problem in problems:
        crosscheck(problem)
    return len(problems)


def judge_all(judge: Judge, problems: Sequence[Problem], progress: Progress) -> Judging:
    """Have all reference proofs judged.

    Verdicts that are known from earlier builds are used. Canaries are judged among the others, and
    a pair of them if there are no others: the judge that a build relies on is tried in it.

    Raises
    ------
    ReleaseError
        If a proof was not accepted, or could not be judged.
    JudgeError
        If a canary, a statement whose truth is known, got a wrong verdict.
    """
    result = Judging()
    start = time.monotonic()
    pairs_before = judge.canary_pairs
    tasks = (
        assemble(problem, Code(problem.reference_proof), name=problem.id) for problem in problems
    )
    refused: list[Verdict] = []
    for verdict in judge.check_all(tasks):
        result.verdicts.append(verdict)
        if not verdict.proved:
            refused.append(verdict)
        progress("checking proofs", len(result.verdicts), len(problems))
    if judge.canary_pairs == pairs_before:
        judge.probe()
    result.canary_pairs = judge.canary_pairs - pairs_before
    result.seconds = time.monotonic() - start
    if refused:
        named = "".join(
            f"\n  {verdict.name}: {verdict.status}: {verdict.reason[:200]}"
            for verdict in refused[:_SHOWN]
        )
        more = f"\n  and {len(refused) - _SHOWN} more" if len(refused) > _SHOWN else ""
        raise ReleaseError(
            f"{len(refused)} of {len(problems)} reference proofs were not accepted, so there is "
            f"no release; the accepted ones are remembered:{named}{more}"
        )
    return result


def counts(rows: Sequence[Row]) -> dict[str, Any]:
    """Return how many rows there are of each split, family, stratum, track, tier, class.

    Of rows that hide their proofs the counts tell no more than the rows do.
    """

    def by(value: Callable[[Row], str]) -> dict[str, int]:
        return dict(sorted(Counter(map(value, rows)).items()))

    return {
        "problems": len(rows),
        "cross_checked": len(rows),
        "proved": len(rows),
        "machines": len({keys_of_row(row)[0] for row in rows}),
        "splits": by(lambda row: row.split),
        "families": by(lambda row: row.family),
        "strata": by(lambda row: f"{row.family}/{row.stratum}"),
        "tracks": by(lambda row: row.track),
        "tiers": by(lambda row: row.tier),
        "classes": by(lambda row: f"{row.states}x{row.symbols}"),
        "families_by_split": by(lambda row: f"{row.family}/{row.split}"),
        "tracks_by_split": by(lambda row: f"{row.track}/{row.split}"),
        "tiers_by_split": by(lambda row: f"{row.tier}/{row.split}"),
        "classes_by_split": by(lambda row: f"{row.states}x{row.symbols}/{row.split}"),
    }
