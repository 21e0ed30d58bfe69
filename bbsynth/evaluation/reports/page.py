"""The report as one HTML page that needs no network."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import msgspec

import bbsynth
from bbsynth._common.resources import templates_dir
from bbsynth._common.templates import environment
from bbsynth.evaluation.metrics.failures import KINDS, failure_kind
from bbsynth.evaluation.metrics.intervals import Interval
from bbsynth.evaluation.metrics.results import AUTOMATION, Sample
from bbsynth.evaluation.metrics.summary import ArmSummary, Summary
from bbsynth.evaluation.reports.charts import colours, cover_svg, curves_svg, histogram_svg
from bbsynth.evaluation.reports.wording import (
    crossing_in_words,
    headline,
    per_cent,
    range_of,
    signed,
    table_ks,
)
from bbsynth.problems.registry import domain_of

__all__ = ["render_page"]

_TEXT_BUDGET: Final = 6_000_000
"""Characters of samples in a page, about; the longer ones are cut so that it opens quickly."""

_LONGEST: Final = 4_000
_SHORTEST: Final = 300


def render_page(summary: Summary, *, title: str = "Proofs by models") -> str:
    """Return the report as HTML, with everything that it needs in it."""
    folder = templates_dir() / "report"
    ks = table_ks(summary.k_max)
    palette = colours(summary)
    rows = [_row(arm, ks, palette, _minor(arm, summary)) for arm in summary.arms]
    has_beyond = any(arm.beyond is not None for arm in summary.arms)
    has_cost = any(row["tokens"] != "0" for row in rows)
    page = (
        environment()
        .get_template("report/page.html.j2")
        .render(
            title=title,
            # Ours, and without a closing tag in it.
            style=_own(folder / "style.css"),
            script=_own(folder / "script.js"),
            summary=summary,
            per_cent=per_cent,
            range_of=range_of,
            signed=signed,
            crossing_in_words=crossing_in_words,
            facts=_facts(summary),
            headline=headline(summary),
            ks=ks,
            k_max=summary.k_max,
            rows=rows,
            has_beyond=has_beyond,
            has_cost=has_cost,
            published=_published(summary, ks),
            published_span=6 + has_beyond + 2 * has_cost,
            curves=curves_svg(summary),
            coverage=cover_svg(summary),
            palette=palette,
            minor={arm.name for arm in summary.arms if _minor(arm, summary)},
            histograms=[
                (arm.name, histogram_svg(arm.histogram.tolist(), palette[arm.name], f"spread-{i}"))
                for i, arm in enumerate(summary.arms)
                if arm.name in palette and not arm.deterministic
            ],
            failure_kinds=_kinds(summary),
            failures=_failures(summary),
            colophon=_colophon(summary),
            data=_data(summary),
        )
    )
    return page.removesuffix("\n")


def _own(path: Any) -> Any:
    from markupsafe import Markup

    return Markup(path.read_text(encoding="utf-8"))  # noqa: S704 - it is our own file


def _minor(arm: ArmSummary, summary: Summary) -> bool:
    several = any(one.name == AUTOMATION for one in summary.arms)
    return arm.automation and several and arm.name != AUTOMATION


def _facts(summary: Summary) -> str:
    results = summary.results
    samples = sum(int(arm.n.sum()) for arm in results.arms)
    source = ", ".join(sorted({record.dataset for _, record in results.runs if record.dataset}))
    return (
        f"{len(results.problems):,} problems about {summary.machines:,} machines"
        + (f" from {source}" if source else "")
        + f"; {len(results.arms)} models; {samples:,} answers judged by Lean."
    )


def _colophon(summary: Summary) -> str:
    runs = summary.results.runs
    toolchains = {record.judge.get("toolchain", "") for _, record in runs if record.judge}
    return (
        f"Made by bbsynth {bbsynth.__version__} from {', '.join(path.name for path, _ in runs)}; "
        f"{'; '.join(sorted(toolchains))}; bootstrap seed {summary.seed}."
    )


def _row(
    arm: ArmSummary, ks: Sequence[int], palette: dict[str, str], minor: bool
) -> dict[str, Any]:
    def at_k_max(interval: Interval | None) -> tuple[Interval, str] | None:
        """Return a figure for the largest k, with k if it is not that of the column."""
        if interval is None:
            return None
        other = arm.k_max != ks[-1] and not arm.deterministic
        return interval, f" (k = {arm.k_max})" if other else ""

    result = arm.result
    counts = result.n[result.measured]
    least, most = (int(counts.min()), int(counts.max())) if len(counts) else (0, 0)
    kind = "one fixed answer" if arm.deterministic and not minor else ""
    style = result.arm.style
    return {
        "name": arm.name,
        "kind": kind or style,
        "colour": palette.get(arm.name, ""),
        "minor": minor,
        "n": str(most) if least == most else f"{least} to {most}",
        "passes": [arm.at(1 if arm.deterministic else k) for k in ks],
        "solved": f"{arm.solved} of {arm.problems}",
        "others": [
            None if arm.deterministic or not arm.k_max else at_k_max(arm.power.at(-1)),
            None if arm.deterministic else at_k_max(arm.mg_pass),
            (arm.cover[0.5], "") if arm.problems else None,
        ],
        "bayes": f"{per_cent(arm.bayes[0])} ± {per_cent(arm.bayes[1])}"
        if arm.problems and not arm.deterministic
        else "–",
        "beyond": at_k_max(arm.beyond),
        "missing": f"{result.missing:,}" if result.missing else "",
        "tokens": f"{result.prompt_tokens + result.completion_tokens:,}",
        "cost": f"{result.cost:.2f}",
    }


def _published(summary: Summary, ks: Sequence[int]) -> list[dict[str, Any]]:
    seen: dict[tuple[str, str, str], dict[str, Any]] = {}
    for arm in summary.arms:
        if arm.name == AUTOMATION:
            continue
        for one in arm.result.arm.model.published:
            row = seen.setdefault(
                (arm.result.arm.model.name, one.source, one.benchmark),
                {
                    "name": arm.result.arm.model.name,
                    "source": one.source,
                    "benchmark": one.benchmark,
                    "values": [None] * len(ks),
                },
            )
            if one.k in ks:
                row["values"][ks.index(one.k)] = f"{one.value:g}"
            else:
                row["benchmark"] = f"pass@{one.k}: {one.value:g}, on {one.benchmark}"
    return list(seen.values())


def _kinds(summary: Summary) -> list[str]:
    return [kind for kind in KINDS if any(arm.result.kinds[kind] for arm in summary.arms)]


def _failures(summary: Summary) -> list[dict[str, Any]]:
    rows = []
    for arm in summary.arms:
        total = sum(arm.result.kinds.values())
        if total:
            cells = [
                {
                    "count": arm.result.kinds[kind],
                    "share": round(0.5 * arm.result.kinds[kind] / total, 2),
                }
                for kind in _kinds(summary)
            ]
            rows.append({"name": arm.name, "total": f"{total:,}", "cells": cells})
    return rows


def _data(summary: Summary) -> str:
    """Return what the script needs, as JSON that may stand in a page."""
    results = summary.results
    order = [arm.result for arm in summary.arms if arm.name != AUTOMATION]
    kept = sum(len(samples) for arm in order for samples in arm.samples.values())
    longest = max(_SHORTEST, min(_LONGEST, _TEXT_BUDGET // max(1, kept)))
    minor = {arm.name: _minor(arm, summary) for arm in summary.arms}

    def sample(one: Sample) -> list[Any]:
        kind = failure_kind(one.status, one.rule, one.messages, one.finish)
        reason = "\n".join([one.reason, *one.messages])
        proved = one.status == "proved"
        return [
            one.number,
            one.status,
            "" if proved else kind,
            "" if proved else _cut(reason, longest // 2),
            _cut(one.text, longest),
        ]

    problems = []
    for i, problem in enumerate(results.problems):
        picture = domain_of(problem.family).picture(problem)
        problems.append(
            {
                "id": problem.id,
                "family": problem.family,
                "words": problem.informal_statement,
                "lean": problem.formal_statement,
                "picture": None
                if picture is None
                else [picture.rows, picture.marks, picture.labels],
                "automatic": bool(summary.automatic is not None and summary.automatic[i]),
                "counts": [[int(arm.c[i]), int(arm.n[i])] for arm in order],
                "samples": [
                    [] if minor[arm.name] else [sample(one) for one in arm.samples.get(i, [])]
                    for arm in order
                ],
            }
        )
    document = {
        "arms": [arm.name for arm in order],
        "minor": [minor[arm.name] for arm in order],
        "sampled": [not arm.arm.model.deterministic for arm in order],
        "problems": problems,
    }
    text = msgspec.json.encode(document).decode()
    # Nothing in an answer may end the script that it stands in.
    return text.replace("<", "\\u003c")


def _cut(text: str, longest: int) -> str:
    if len(text) <= longest:
        return text
    half = longest // 2
    return f"{text[:half]}\n… {len(text) - 2 * half:,} characters are left out …\n{text[-half:]}"
