"""The figures of a report as plain data: JSON, and tables of comma-separated values.

`FORMATS` has all of them; the options of ``bbsynth report`` are made from it.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import msgspec

import bbsynth
from bbsynth.evaluation.metrics.comparison import Pair
from bbsynth.evaluation.metrics.estimators import HISTOGRAM_LABELS
from bbsynth.evaluation.metrics.intervals import Interval
from bbsynth.evaluation.metrics.summary import ArmSummary, Summary

__all__ = ["FORMATS", "Format", "as_csv", "as_json", "problems_csv"]


def _plain(interval: Interval | None) -> dict[str, float] | None:
    if interval is None:
        return None
    return {"value": interval.value, "low": interval.low, "high": interval.high}


def _arm(arm: ArmSummary) -> dict[str, Any]:
    result = arm.result
    return {
        "name": arm.name,
        "model": msgspec.to_builtins(result.arm.model),
        "style": result.arm.style,
        "deterministic": arm.deterministic,
        "problems": arm.problems,
        "k_max": arm.k_max,
        "pass_at_k": [_plain(arm.at(k)) for k in range(1, arm.k_max + 1)],
        "pass_power_k": [_plain(arm.power.at(k)) for k in range(arm.k_max)],
        "mg_pass": _plain(arm.mg_pass),
        "g_pass": {str(tau): _plain(value) for tau, value in arm.g_pass.items()},
        "cover": {str(tau): _plain(value) for tau, value in arm.cover.items()},
        "bayes_at_n": {"value": arm.bayes[0], "deviation": arm.bayes[1]},
        "histogram": dict(zip(HISTOGRAM_LABELS, arm.histogram.tolist(), strict=True)),
        "solved": arm.solved,
        "pass_not_automatic": _plain(arm.beyond),
        "missing": result.missing,
        "failed_requests": dict(result.failed),
        "unjudged": result.unjudged,
        "failures": dict(result.kinds),
        "statuses": dict(result.statuses),
        "cut_off": result.cut_off,
        "prompt_tokens": result.prompt_tokens,
        "completion_tokens": result.completion_tokens,
        "cost": result.cost,
    }


def _pair(pair: Pair) -> dict[str, Any]:
    def number(value: float) -> float | None:
        return value if math.isfinite(value) else None

    crossing = pair.crossing
    return {
        "first": pair.first,
        "second": pair.second,
        "problems": pair.problems,
        "at_1": msgspec.to_builtins(pair.at_1),
        "at_k": msgspec.to_builtins(pair.at_k),
        "crossover": {
            "leader": crossing.leader,
            "k": crossing.k,
            # None: there is none up to k_max, or there are too few machines to say.
            "low": number(crossing.low),
            "high": number(crossing.high),
            "share": number(crossing.share),
            "k_max": crossing.k_max,
        },
        "efficiency_gap": _plain(pair.gap),
        "sets": msgspec.to_builtins(pair.sets),
    }


def as_json(summary: Summary) -> bytes:
    """Return all figures as one JSON document."""
    results = summary.results
    document = {
        "bbsynth": bbsynth.__version__,
        "runs": [
            {"path": str(path), **msgspec.to_builtins(record)} for path, record in results.runs
        ],
        "bootstrap": {"draws": summary.draws, "seed": summary.seed, "machines": summary.machines},
        "remarks": list(summary.remarks),
        "arms": [_arm(arm) for arm in summary.arms],
        "pairs": [_pair(pair) for pair in summary.pairs],
        "groups": [msgspec.to_builtins(table) for table in summary.groups],
        "problems": [
            {
                "id": problem.id,
                "counts": {arm.name: [int(arm.n[i]), int(arm.c[i])] for arm in results.arms},
            }
            for i, problem in enumerate(results.problems)
        ],
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"


def as_csv(summary: Summary) -> str:
    """Return pass@k and pass^k of each arm for each k, a line each, with bounds."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["model", "style", "problems", "k", "pass_at_k", "low", "high", "pass_power_k"])
    for arm in summary.arms:
        for k in range(1, arm.k_max + 1):
            value = arm.at(k)
            if value is not None:
                figures = (value.value, value.low, value.high, arm.power.at(k - 1).value)
                writer.writerow(
                    [arm.name, arm.result.arm.style, arm.problems, k]
                    + [f"{figure:.6f}" for figure in figures]
                )
    return stream.getvalue()


def problems_csv(summary: Summary) -> str:
    """Return samples and proofs for each problem and arm, a line each."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["problem", "family", "machine", "model", "n", "c"])
    for i, problem in enumerate(summary.results.problems):
        for arm in summary.results.arms:
            writer.writerow(
                [problem.id, problem.family, problem.machine, arm.name, arm.n[i], arm.c[i]]
            )
    return stream.getvalue()


@dataclass(frozen=True, slots=True)
class Format:
    """A format of data.

    Attributes
    ----------
    content : str
        What is in it, in words.
    encode : callable
        From a summary to the content of a file.
    """

    content: str
    encode: Callable[[Summary], str | bytes]


FORMATS: Final = {
    "json": Format("all figures", as_json),
    "csv": Format("pass@k for all k", as_csv),
    "problems-csv": Format("the counts of each problem", problems_csv),
}
"""All formats of data, by the name of the option that writes them."""
