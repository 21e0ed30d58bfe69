"""The proof of quality: every problem cross-checked, every reference proof judged, in this build.

What comes out is in two parts: counts, which are the same in every build of a configuration, and
times, which are not.
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, NamedTuple

import msgspec

from bbsynth._common.workers import Workers, spread
from bbsynth.errors import ReleaseError
from bbsynth.judge import Judge, Verdict, assemble
from bbsynth.judge.completion import Code
from bbsynth.problems import Problem
from bbsynth.problems.choice import Progress
from bbsynth.problems.crosscheck import CrosscheckError, crosscheck
from bbsynth.problems.difficulty import TIERS
from bbsynth.problems.family import TRACKS, families
from bbsynth.release import facets
from bbsynth.release.equivalence import key_of_row
from bbsynth.release.rows import Entry

__all__ = [
    "Judging",
    "Timings",
    "counts",
    "counts_of_rows",
    "crosscheck_all",
    "fits_itself",
    "judge_all",
]

_SHOWN: Final = 5
_SLOWEST: Final = 20

_PORTION: Final = 25
_MANY: Final = 500
"""So many are worth the start of other processes."""


_CLASS: Final = re.compile(r"[0-9]{1,2}x[0-9]{1,2}")

_Count = Annotated[int, msgspec.Meta(ge=0)]
_Measure = Annotated[float, msgspec.Meta(ge=0)]


class _Milliseconds(msgspec.Struct, forbid_unknown_fields=True):
    """Judging times of the proofs, in milliseconds."""

    total: _Count
    median: _Count
    nine_in_ten_below: _Count
    most: _Count


class _Slow(msgspec.Struct, forbid_unknown_fields=True):
    """A proof that took long."""

    name: str
    milliseconds: _Count


class Timings(msgspec.Struct, forbid_unknown_fields=True):
    """What ``measured/timings.json`` holds: see `Judging.times`."""

    proofs: _Count
    judged_in_this_run: _Count
    known_from_earlier_runs: _Count
    pairs_of_canaries: _Count
    seconds: _Measure
    proofs_per_second: _Measure | None
    milliseconds: _Milliseconds
    slowest: list[_Slow]


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
        If a canary got a wrong verdict.
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


def counts(entries: Sequence[Entry], shown: Collection[str] = ()) -> dict[str, Any]:
    """Return how many problems there are of each split, family, stratum, track, tier, class.

    Of problems of two sides in splits other than those `shown` nothing is counted that would tell,
    of few or of all but a few, which side is true.
    """

    def kind(entry: Entry) -> _Kind:
        problem = entry.problem
        hides = entry.split not in shown and facets.two_sided(problem)
        return _Kind(
            split=entry.split,
            family=problem.family,
            stratum=facets.form(problem) if hides else problem.stratum,
            track=facets.track(problem),
            tier=facets.UNRATED if hides else facets.tier(problem),
            size=f"{problem.states}x{problem.symbols}",
            key=facets.keys(problem)[0],
        )

    return _counted(list(map(kind, entries)))


def counts_of_rows(rows: Iterable[Mapping[str, Any]], *, all_shown: bool = False) -> dict[str, Any]:
    """Return the same of the rows of a release, which hide what they have to hide.

    Where `all_shown`, as in the private rows, it is hidden here.
    """

    def kind(row: Mapping[str, Any]) -> _Kind:
        hides = all_shown and row["negation_statement"] is not None
        return _Kind(
            split=row["split"],
            family=row["family"],
            stratum=facets.form_of(row["stratum"]) if hides else row["stratum"],
            track=row["track"],
            tier=facets.UNRATED if hides else row["tier"],
            size=f"{row['states']}x{row['symbols']}",
            key=key_of_row(row),
        )

    return _counted(list(map(kind, rows)))


class _Counts(msgspec.Struct, forbid_unknown_fields=True):
    """What is counted of some problems."""

    problems: _Count
    cross_checked: _Count
    proved: _Count
    machines: _Count
    splits: dict[str, _Count]
    families: dict[str, _Count]
    strata: dict[str, _Count]
    tracks: dict[str, _Count]
    tiers: dict[str, _Count]
    classes: dict[str, _Count]
    families_by_split: dict[str, _Count]
    tracks_by_split: dict[str, _Count]
    tiers_by_split: dict[str, _Count]
    classes_by_split: dict[str, _Count]


def fits_itself(said: object, problems: int) -> bool:
    """Whether counts are such as `counts` returns of so many problems of one split."""
    try:
        one = msgspec.convert(said, _Counts)
    except msgspec.ValidationError:
        return False
    whole = (one.problems, one.cross_checked, one.proved, *one.splits.values())
    if set(whole) != {problems} or not 0 < one.machines <= problems or len(one.splits) != 1:
        return False
    (split,) = one.splits
    of_strata: Counter[str] = Counter()
    for name, count in one.strata.items():
        of_strata[name.partition("/")[0]] += count
    return (
        dict(of_strata) == one.families
        and set(one.families) <= set(families())
        and set(one.tracks) <= set(TRACKS)
        and set(one.tiers) <= {*TIERS, facets.UNRATED}
        and all(map(_CLASS.fullmatch, one.classes))
        and all(
            sum(alone.values()) == problems
            and by_split == {f"{name}/{split}": count for name, count in alone.items()}
            for alone, by_split in (
                (one.families, one.families_by_split),
                (one.tracks, one.tracks_by_split),
                (one.tiers, one.tiers_by_split),
                (one.classes, one.classes_by_split),
            )
        )
    )


class _Kind(NamedTuple):
    """What of a problem is counted."""

    split: str
    family: str
    stratum: str
    track: str
    tier: str
    size: str
    key: str


def _counted(kinds: Sequence[_Kind]) -> dict[str, Any]:
    def by(value: Callable[[_Kind], str]) -> dict[str, int]:
        return dict(sorted(Counter(map(value, kinds)).items()))

    return {
        "problems": len(kinds),
        "cross_checked": len(kinds),
        "proved": len(kinds),
        "machines": len({kind.key for kind in kinds}),
        "splits": by(lambda kind: kind.split),
        "families": by(lambda kind: kind.family),
        "strata": by(lambda kind: f"{kind.family}/{kind.stratum}"),
        "tracks": by(lambda kind: kind.track),
        "tiers": by(lambda kind: kind.tier),
        "classes": by(lambda kind: kind.size),
        "families_by_split": by(lambda kind: f"{kind.family}/{kind.split}"),
        "tracks_by_split": by(lambda kind: f"{kind.track}/{kind.split}"),
        "tiers_by_split": by(lambda kind: f"{kind.tier}/{kind.split}"),
        "classes_by_split": by(lambda kind: f"{kind.size}/{kind.split}"),
    }
