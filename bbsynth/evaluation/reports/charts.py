"""All charts, drawn by matplotlib: as SVG that stands in the page, and as files for papers."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import numpy.typing as npt

from bbsynth.errors import OutputError, UsageError
from bbsynth.evaluation.metrics.results import AUTOMATION
from bbsynth.evaluation.metrics.summary import ArmSummary, Summary

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["colours", "cover_svg", "curves_svg", "drawn_arms", "histogram_svg", "save_curves"]

# Okabe and Ito's colours, which most people can tell apart.
_COLOURS: Final = (
    *("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"),
    *("#7a5fb0", "#8a8a00", "#b2182b", "#4d9221"),
)
_GREY: Final = "#8a93a0"

_INK: Final = "#010203"
_GRID: Final = "#040506"
_FROM_THE_PAGE: Final = {_INK: "var(--soft)", _GRID: "var(--line)"}
"""Colours that become those of the page, which is light or dark."""

_SIZE: Final = (8.4, 4.6)
_PER_CENT: Final = [0, 20, 40, 60, 80, 100]


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
    figure, axes = _figure(_SIZE, ink=_INK, grid=_GRID)
    names = _draw_curves(axes, summary, ink=_INK)
    return _inline(figure, "curve", "pass@k of each model, against k", names)


def _draw_curves(axes: Axes, summary: Summary, *, ink: str) -> list[str]:
    """Draw the curves, and return whose they are, in order."""
    k_max = max(2, summary.k_max)
    palette = colours(summary)
    arms = drawn_arms(summary)
    for number, arm in enumerate(arms):
        ks, mean, low, high = _points(arm, k_max)
        colour, style = palette[arm.name], "--" if arm.deterministic else "-"
        axes.fill_between(ks, low, high, color=colour, alpha=0.13, lw=0)
        options: dict[str, Any] = {
            "gid": f"curve-{number}",
            "clip_on": False,
        }
        axes.plot(ks, mean, style, color=colour, lw=1.7, label=_label(arm.name), **options)
    for k, share in _crossings(summary):
        axes.plot([k], [100 * share], "o", mfc="none", mec=ink, ms=8)
        place = (k, 100 * share)
        axes.annotate(f"k = {k}", place, (7, -12), textcoords="offset points", color=ink)
    axes.set_xscale("log", base=2)
    ticks = [2**i for i in range(k_max.bit_length()) if 2**i <= k_max]
    ticks = ticks[::2] if len(ticks) > 9 else ticks
    axes.set_xticks(ticks, [str(k) for k in ticks])
    axes.minorticks_off()
    axes.set_xlim(1, k_max)
    axes.set_xlabel("samples k")
    axes.set_ylabel("pass@k (%)")
    return [arm.name for arm in arms]


def _points(arm: ArmSummary, k_max: int) -> tuple[npt.NDArray[Any], ...]:
    """Return k, and the curve with its bounds in per cent: about 60 points can be told apart."""
    if arm.deterministic:
        ks, index = np.array([1, k_max]), np.zeros(2, dtype=int)
    else:
        last = len(arm.curve.mean)
        ks = np.unique(np.geomspace(1, last, min(last, 60)).round().astype(int))
        index = ks - 1
    curve = arm.curve
    return ks, *(100 * part[index] for part in (curve.mean, curve.low, curve.high))


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
    figure, axes = _figure(_SIZE, ink=_INK, grid=_GRID)
    palette = colours(summary)
    arms = [arm for arm in drawn_arms(summary) if not arm.deterministic]
    for number, arm in enumerate(arms):
        measured = arm.result.measured
        rates = arm.result.c[measured] / arm.result.n[measured]
        # A staircase: after each rate, those problems are no longer covered that have it.
        steps = np.unique(rates[rates > 0])
        taus = np.concatenate([[0.0], np.repeat(steps, 2)])
        at_least = [(rates >= tau).mean() for tau in steps]
        more = [(rates > tau).mean() for tau in steps]
        shares = [(rates > 0).mean(), *np.stack([at_least, more], axis=1).ravel()]
        options: dict[str, Any] = {"gid": f"cover-{number}", "clip_on": False}
        axes.plot(100 * taus, 100 * np.array(shares), color=palette[arm.name], lw=1.7, **options)
    axes.set_xticks(_PER_CENT)
    axes.set_xlim(0, 100)
    axes.set_xlabel("share τ of samples that are proofs, at least (%)")
    axes.set_ylabel("problems (%)")
    label = "Share of problems on which at least a share tau of the samples are proofs"
    return _inline(figure, "cover", label, [arm.name for arm in arms])


def histogram_svg(counts: Sequence[int], colour: str, name: str) -> str:
    """Return a histogram of twelve bins, as SVG that stands in a page.

    Parameters
    ----------
    counts : sequence of int
    colour : str
    name : str
        Unique among the charts of the page.
    """
    figure, axes = _figure((2.7, 1.2), ink=_INK, grid=_GRID)
    bars = axes.bar(range(len(counts)), counts, width=0.9, color=colour)
    axes.bar_label(bars, [str(count or "") for count in counts], fontsize=7, color=_INK)
    axes.set_xticks([0, (len(counts) - 1) / 2, len(counts) - 1], ["0", "50%", "100%"], fontsize=7)
    axes.set_xlim(-0.5, len(counts) - 0.5)
    axes.set_yticks([])
    axes.set_ylim(0, 1.2 * max(1, *counts))
    axes.grid(visible=False)
    return _inline(figure, name, "Problems by the share of proofs among their samples", [])


def _figure(size: tuple[float, float], *, ink: str, grid: str) -> tuple[Figure, Axes]:
    from matplotlib.figure import Figure

    figure = Figure(figsize=size, layout="constrained")
    axes = figure.add_subplot()
    axes.set_yticks(_PER_CENT)
    axes.set_ylim(0, 100)
    axes.grid(color=grid, lw=0.8)
    axes.set_axisbelow(True)
    axes.tick_params(length=0, labelcolor=ink)
    axes.spines[:].set_visible(False)
    axes.xaxis.label.set_color(ink)
    axes.yaxis.label.set_color(ink)
    return figure, axes


def _inline(figure: Figure, name: str, label: str, curves: Sequence[str]) -> str:
    """Return a figure as an element of a page, with the page's font and colours.

    Parameters
    ----------
    figure : Figure
    name : str
        Unique among the charts of the page, so that what it refers to within is unique, too.
    label : str
        For readers who do not see it.
    curves : sequence of str
        Whose the curves are that are called ``<name>-0``, ``<name>-1``, …
    """
    stream = io.StringIO()
    _save(figure, stream, name, format="svg", transparent=True)
    _, start, rest = stream.getvalue().partition("<svg ")
    text = re.sub(
        r"<metadata>.*?</metadata>|<defs>\s*<style.*?</defs>|<!--.*?-->"
        r'| id="[\w.]+_\d+"| (xmlns|xmlns:xlink|version)="[^"]*"| (width|height)="[\d.]+pt"',
        "",
        start + rest,
        flags=re.DOTALL,
    )
    text = re.sub(r"font-family: [^;\"]*; ", "", text).replace("xlink:href", "href")
    text = re.sub(r"font: ([\d.]+px) [^;\"]*", r"font-size: \1", text)
    width = round(90 * figure.get_figwidth())
    attributes = f'width="{width}" role="img" aria-label="{escape(label)}"'
    text = text.replace("<svg ", f"<svg {attributes} ", 1)
    for number, whose in enumerate(curves):
        group = f'<g id="{name}-{number}">'
        text = text.replace(group, f"{group}<title>{escape(whose)}</title>")
    for ours, of_the_page in _FROM_THE_PAGE.items():
        text = text.replace(ours, of_the_page)
    return re.sub(r">\s+<", "><", text.strip())


def _save(figure: Figure, file: Any, salt: str, **options: Any) -> None:
    """Save a figure so that equal figures are equal bytes."""
    import matplotlib

    as_svg = options["format"] == "svg"
    with matplotlib.rc_context({"svg.hashsalt": salt, "svg.fonttype": "none"}):
        figure.savefig(file, metadata={"Date": None} if as_svg else None, **options)


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
    figure, axes = _figure((6.4, 4.0), ink="black", grid="#d9d9d9")
    if _draw_curves(axes, summary, ink="black"):
        figure.legend(loc="outside lower center", ncols=2, fontsize=8, frameon=False)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        _save(figure, path, "bbsynth", format=path.suffix[1:], dpi=200)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from error
