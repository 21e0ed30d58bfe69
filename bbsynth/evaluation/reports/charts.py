"""Figures of a report: drawn by hand as SVG for the page, by matplotlib for papers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from bbsynth.errors import OutputError, UsageError
from bbsynth.evaluation.metrics.arms import ArmSummary
from bbsynth.evaluation.metrics.results import AUTOMATION
from bbsynth.evaluation.metrics.summary import Summary

__all__ = ["colours", "cover_svg", "curves_svg", "drawn_arms", "histogram_svg", "save_curves"]

# Okabe and Ito's colours, which most people can tell apart.
_COLOURS: Final = (
    *("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"),
    *("#7a5fb0", "#8a8a00", "#b2182b", "#4d9221"),
)
_GREY: Final = "#8a93a0"
_WIDTH, _HEIGHT = 760, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 16, 14, 44


def drawn_arms(summary: Summary) -> list[ArmSummary]:
    """Return the arms that have a curve of their own: single tactics have one together."""
    several = any(arm.name == AUTOMATION for arm in summary.arms)
    return [
        arm
        for arm in summary.arms
        if arm.problems and (not arm.automation or arm.name == AUTOMATION or not several)
    ]


def colours(summary: Summary) -> dict[str, str]:
    """Return the colour of each arm that is drawn."""
    chosen = {}
    rest = iter(_COLOURS * (1 + len(summary.arms) // len(_COLOURS)))
    for arm in drawn_arms(summary):
        chosen[arm.name] = _GREY if arm.automation else next(rest)
    return chosen


def curves_svg(summary: Summary) -> str:
    """Return the curves of pass@k with their bands, as SVG that stands in a page."""
    k_max = max(2, summary.k_max)
    width, height = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM

    def x(k: float) -> float:
        return _LEFT + width * math.log(k) / math.log(k_max)

    def y(share: float) -> float:
        return _TOP + height * (1 - share)

    parts = [
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" role="img" '
        'aria-label="pass@k of each model, against k">'
    ]
    for per_cent in range(0, 101, 20):
        at = y(per_cent / 100)
        parts.append(
            f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{at:.1f}" y2="{at:.1f}"/>'
            f'<text x="{_LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{per_cent}%</text>'
        )
    for k in _ticks(k_max):
        parts.append(
            f'<line class="grid" x1="{x(k):.1f}" x2="{x(k):.1f}" y1="{_TOP}" '
            f'y2="{_HEIGHT - _BOTTOM}"/>'
            f'<text x="{x(k):.1f}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle">{k}</text>'
        )
    parts.append(
        f'<text x="{_LEFT + width / 2:.0f}" y="{_HEIGHT - 6}" text-anchor="middle">samples k</text>'
    )
    palette = colours(summary)
    lines = []
    for arm in drawn_arms(summary):
        colour = palette[arm.name]
        ks, (mean, low, high) = _points(arm, k_max)
        upper = " ".join(f"{x(k):.1f},{y(v):.1f}" for k, v in zip(ks, high, strict=True))
        lower = " ".join(f"{x(k):.1f},{y(v):.1f}" for k, v in zip(ks[::-1], low[::-1], strict=True))
        parts.append(f'<polygon points="{upper} {lower}" fill="{colour}" opacity="0.13"/>')
        line = " ".join(f"{x(k):.1f},{y(v):.1f}" for k, v in zip(ks, mean, strict=True))
        dash = ' stroke-dasharray="5 4"' if arm.deterministic else ""
        lines.append(
            f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="2.2"{dash}/>'
        )
    parts += lines
    for k, share in _crossings(summary):
        parts.append(
            f'<circle cx="{x(k):.1f}" cy="{y(share):.1f}" r="6" fill="none" '
            'stroke="currentColor" stroke-width="1.5"/>'
            f'<text x="{x(k) + 9:.1f}" y="{y(share) + 15:.1f}">k = {k}</text>'
        )
    parts.append("</svg>")
    return "".join(parts)


def _ticks(k_max: int) -> list[int]:
    ticks = [2**i for i in range(k_max.bit_length()) if 2**i <= k_max]
    if len(ticks) > 9:
        ticks = ticks[::2]
    return ticks


def _points(arm: ArmSummary, k_max: int) -> tuple[list[int], tuple[npt.NDArray[np.float64], ...]]:
    """Return at most about 60 points of a curve: more cannot be told apart."""
    last = len(arm.curve.mean)
    if arm.deterministic:
        ks = [1, k_max]
        index = np.zeros(2, dtype=int)
    else:
        spaced = np.geomspace(1, last, min(last, 60))
        ks = sorted({round(float(k)) for k in spaced})
        index = np.array(ks) - 1
    return ks, tuple(part[index] for part in (arm.curve.mean, arm.curve.low, arm.curve.high))


def _crossings(summary: Summary) -> list[tuple[int, float]]:
    """Return where curves cross that are both drawn, and both sampled."""
    by_name = {arm.name: arm for arm in summary.arms if not arm.deterministic}
    found = []
    for pair in summary.pairs:
        if pair.crossing.k is None or not {pair.first, pair.second} <= by_name.keys():
            continue
        curve = by_name[pair.first].curve.mean
        if pair.crossing.k <= len(curve):
            found.append((pair.crossing.k, float(curve[pair.crossing.k - 1])))
    return found


def cover_svg(summary: Summary) -> str:
    """Return Cover@τ of each sampled arm against τ, as SVG that stands in a page."""
    width, height = _WIDTH - _LEFT - _RIGHT, _HEIGHT - _TOP - _BOTTOM

    def x(tau: float) -> float:
        return _LEFT + width * tau

    def y(share: float) -> float:
        return _TOP + height * (1 - share)

    parts = [
        f'<svg viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" role="img" '
        'aria-label="Share of problems on which at least a share tau of the samples are proofs">'
    ]
    for per_cent in range(0, 101, 20):
        down, across = y(per_cent / 100), x(per_cent / 100)
        parts.append(
            f'<line class="grid" x1="{_LEFT}" x2="{_WIDTH - _RIGHT}" y1="{down:.1f}" '
            f'y2="{down:.1f}"/>'
            f'<text x="{_LEFT - 8}" y="{down + 4:.1f}" text-anchor="end">{per_cent}%</text>'
            f'<text x="{across:.1f}" y="{_HEIGHT - _BOTTOM + 18}" text-anchor="middle">'
            f"{per_cent}%</text>"
        )
    parts.append(
        f'<text x="{_LEFT + width / 2:.0f}" y="{_HEIGHT - 6}" text-anchor="middle">'
        "share τ of samples that are proofs, at least</text>"
    )
    palette = colours(summary)
    for arm in drawn_arms(summary):
        if arm.deterministic:
            continue
        n, c = (part[arm.result.measured] for part in (arm.result.n, arm.result.c))
        rates = np.sort(c / n)
        # A staircase: after each rate, one problem less is covered.
        points = [f"{x(0):.1f},{y((rates > 0).mean()):.1f}"]
        for rate in np.unique(rates[rates > 0]):
            here, after = (rates >= rate).mean(), (rates > rate).mean()
            points += [f"{x(rate):.1f},{y(here):.1f}", f"{x(rate):.1f},{y(after):.1f}"]
        parts.append(
            f'<polyline points="{" ".join(points)}" fill="none" stroke="{palette[arm.name]}" '
            'stroke-width="2.2"/>'
        )
    parts.append("</svg>")
    return "".join(parts)


def histogram_svg(counts: Sequence[int], colour: str) -> str:
    """Return a histogram of twelve bins, as SVG that stands in a page."""
    width, height = 240, 90
    most = max(1, *counts)
    step = width / len(counts)
    parts = [
        f'<svg viewBox="0 0 {width} {height + 16}" width="{width}" role="img" '
        'aria-label="Problems by the share of proofs among their samples">'
    ]
    for i, count in enumerate(counts):
        tall = (height - 14) * count / most
        parts.append(
            f'<rect x="{i * step + 1:.1f}" y="{height - tall:.1f}" width="{step - 2:.1f}" '
            f'height="{tall:.1f}" fill="{colour}"/>'
        )
        if count:
            parts.append(
                f'<text x="{(i + 0.5) * step:.1f}" y="{height - tall - 3:.1f}" '
                f'text-anchor="middle" style="font-size:10px">{count}</text>'
            )
    for bins, label in ((0.5, "0"), (6.0, "50%"), (11.5, "100%")):
        anchor = "end" if label == "100%" else "middle"
        place = float(width) if label == "100%" else bins * step
        parts.append(
            f'<text x="{place:.1f}" y="{height + 12}" text-anchor="{anchor}" '
            f'style="font-size:10px">{label}</text>'
        )
    parts.append("</svg>")
    return "".join(parts)


def _label(name: str) -> str:
    """A name as it is: what has a dollar sign is no formula, and a line may begin with a bar."""
    shown = name.replace("$", r"\$")
    return f"\u200b{shown}" if shown.startswith("_") else shown


def save_curves(summary: Summary, path: Path) -> None:
    """Write the curves as a figure for a paper.

    Parameters
    ----------
    summary : Summary
    path : Path
        Its suffix, ``.svg``, ``.png`` or ``.pdf``, decides on the format.

    Raises
    ------
    UsageError
        If the suffix is another one.
    OutputError
        If the file cannot be written.
    """
    if path.suffix not in (".svg", ".png", ".pdf"):
        raise UsageError(f"a figure is .svg, .png or .pdf, not {path.name}")
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    k_max = max(2, summary.k_max)
    palette = colours(summary)
    with matplotlib.rc_context({"svg.hashsalt": "bbsynth", "font.size": 9}):
        figure, axes = pyplot.subplots(figsize=(6.4, 4.0), layout="constrained")
        try:
            for arm in drawn_arms(summary):
                ks, (mean, low, high) = _points(arm, k_max)
                style = "--" if arm.deterministic else "-"
                axes.fill_between(
                    ks, low * 100, high * 100, color=palette[arm.name], alpha=0.13, lw=0
                )
                axes.plot(ks, mean * 100, style, color=palette[arm.name], label=_label(arm.name))
            for k, share in _crossings(summary):
                axes.plot([k], [share * 100], "o", mfc="none", mec="black", ms=8)
            axes.set_xscale("log", base=2)
            axes.set_xticks(_ticks(k_max), [str(k) for k in _ticks(k_max)])
            axes.set_xlim(1, k_max)
            axes.set_ylim(0, 100)
            axes.set_xlabel("samples $k$")
            axes.set_ylabel("pass@$k$ (%)")
            axes.grid(alpha=0.3)
            if axes.get_legend_handles_labels()[1]:
                axes.legend(fontsize=8)
            path.parent.mkdir(parents=True, exist_ok=True)
            metadata = {"Date": None} if path.suffix == ".svg" else None
            figure.savefig(path, dpi=200, metadata=metadata)
        except OSError as error:
            raise OutputError(f"cannot write {path}: {error.strerror or error}") from error
        finally:
            pyplot.close(figure)
