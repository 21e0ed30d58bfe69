"""``bbsynth report``: figures of runs."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click
from rich.table import Table

from bbsynth._common.files import check_writable, write_atomically
from bbsynth.cli.console import ProgressBar, output, printable
from bbsynth.evaluation.metrics.intervals import DRAWS, Interval
from bbsynth.evaluation.metrics.results import read_results
from bbsynth.evaluation.metrics.summary import Summary, summarize
from bbsynth.evaluation.reports.charts import save_curves
from bbsynth.evaluation.reports.export import FORMATS
from bbsynth.evaluation.reports.page import render_page
from bbsynth.evaluation.reports.wording import crossing_in_words, headline, per_cent, table_ks

__all__ = ["command"]

_FILE = click.Path(path_type=Path, dir_okay=False)


def _parameter(name: str) -> str:
    return f"{name.replace('-', '_')}_file"


def _format_options(command: Callable[..., None]) -> Callable[..., None]:
    """Give the command an option for each format of data."""
    for name, of in reversed(FORMATS.items()):
        option = click.option(
            f"--{name}", _parameter(name), type=_FILE, help=f"Write {of.content} to this file."
        )
        command = option(command)
    return command


@click.command()
@click.argument("runs", metavar="RUN...", type=click.Path(path_type=Path), nargs=-1)
@click.option("--html", type=_FILE, help="Write a page with everything to this file.")
@click.option("--title", default="Proofs by models", show_default=True, help="Of the page.")
@_format_options
@click.option(
    "--figure", "figures", multiple=True, type=_FILE, help="Write the curves: .svg, .png or .pdf."
)
@click.option(
    "--draws",
    type=click.IntRange(100, 100_000),
    default=DRAWS,
    show_default=True,
    help="Of the bootstrap, for the intervals.",
)
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Of the draws.")
def command(
    runs: tuple[Path, ...],
    html: Path | None,
    title: str,
    figures: tuple[Path, ...],
    draws: int,
    seed: int,
    **data: Path | None,
) -> None:
    """Make figures of runs of `bbsynth eval`: a table here, and a page with --html.

    RUN is a folder that `bbsynth eval` has written. Several are put side by side; of runs on
    different problems, those in common are reported.

    \b
    Examples:
      bbsynth report runs/2x2
      bbsynth report runs/2x2 runs/qwq --html comparison.html --figure curves.svg
    """
    files = [file for file in (html, *data.values(), *figures) if file is not None]
    for file in files:
        check_writable(file)
    with ProgressBar() as progress:
        results = read_results(runs, note=progress)
        progress("computing", 0, None)
        summary = summarize(results, draws=draws, seed=seed)
        if html is not None:
            write_atomically(html, render_page(summary, title=title))
        for name, of in FORMATS.items():
            if (target := data[_parameter(name)]) is not None:
                write_atomically(target, of.encode(summary))
        for figure in figures:
            save_curves(summary, figure)
    _print(summary)
    for file in files:
        output().print(f"Written: {file}", soft_wrap=True)


def _range(interval: Interval) -> str:
    """Return the bounds in few characters: a terminal is narrow."""
    return f"{100 * interval.low:.0f}–{100 * interval.high:.0f}"


def _print(summary: Summary) -> None:
    console = output()
    ks = table_ks(summary.k_max)
    table = Table(title="pass@k, in per cent, with 95% intervals", title_justify="left")
    table.add_column("model", overflow="fold", min_width=16)
    table.add_column("n", justify="right")
    for k in ks:
        table.add_column(f"pass@{k}", justify="right")
    table.add_column("solved", justify="right")
    lacking = any(arm.result.missing for arm in summary.arms)
    if lacking:
        table.add_column("no answer", justify="right")
    for arm in summary.arms:
        cells = []
        for k in ks:
            value = arm.at(1 if arm.deterministic else k)
            cells.append("–" if value is None else f"{per_cent(value.value)}\n{_range(value)}")
        counts = arm.result.n[arm.result.measured]
        table.add_row(
            printable(arm.name),
            str(int(counts.max())) if len(counts) else "0",
            *cells,
            f"{arm.solved}/{arm.problems}",
            *([f"{arm.result.missing:,}" if arm.result.missing else ""] if lacking else []),
        )
    console.print(table)
    for pair in summary.pairs:
        if pair.crossing.k is not None:
            console.print(printable(crossing_in_words(pair)), soft_wrap=True)
    if said := headline(summary):
        console.print(said, soft_wrap=True)
    for remark in summary.remarks:
        console.print(f"- {printable(remark)}", soft_wrap=True, style="yellow")
