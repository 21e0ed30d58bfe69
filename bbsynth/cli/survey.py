"""``bbsynth survey``: count loops in a large class."""

from __future__ import annotations

import contextlib
from collections import Counter
from pathlib import Path

import click
from rich.table import Table

from bbsynth._common.files import atomic_writer
from bbsynth.busy_beaver.deciders.survey import survey_tree
from bbsynth.busy_beaver.machines import Machine
from bbsynth.cli.console import ProgressBar, output

__all__ = ["command"]


@click.command()
@click.option("--states", type=int, required=True, help="How many states the machines have.")
@click.option(
    "--symbols", type=int, default=2, show_default=True, help="How many symbols, the blank counted."
)
@click.option(
    "--max-steps",
    type=int,
    help="Steps to run a machine.  [default: the most of a halting run, where it is known]",
)
@click.option(
    "--search-steps", type=int, default=200, show_default=True, help="Steps to look at for loops."
)
@click.option("--jobs", type=int, default=1, show_default=True, help="Processes.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Write the machines that are left to this file."
)
def command(
    states: int,
    symbols: int,
    max_steps: int | None,
    search_steps: int,
    jobs: int,
    out: Path | None,
) -> None:
    """Count what halts and what loops in a class, a million machines a second.

    For statistics of classes too large to be decided with certificates: loops are counted as the
    search finds them, without a check. What is left can be decided afterwards.

    \b
    Example:
      bbsynth survey --states 4 --max-steps 1000 --jobs 2 --out left.txt
      bbsynth decide left.txt --jobs 2 --stats
    """
    counts: Counter[str] = Counter()
    surveys = survey_tree(
        states, symbols, max_steps=max_steps, search_steps=search_steps, jobs=jobs
    )
    with contextlib.ExitStack() as stack:
        write = None if out is None else stack.enter_context(atomic_writer(out))
        progress = stack.enter_context(ProgressBar())
        for survey in surveys:
            counts["halting"] += survey.halting
            counts["cyclers"] += survey.cyclers
            counts["translated cyclers"] += survey.translated_cyclers
            counts["left"] += len(survey.undecided)
            if write is not None:
                write("".join(f"{Machine.from_array(table)}\n" for table in survey.undecided))
            progress("surveying machines", counts.total(), None)
    table = Table(show_footer=True)
    table.add_column("machines", footer="in tree normal form")
    table.add_column("", justify="right", footer=f"{counts.total():,}")
    for name in ("halting", "cyclers", "translated cyclers", "left"):
        table.add_row(name, f"{counts[name]:,}")
    console = output()
    console.print(table)
    if out is not None:
        console.print(f"Written to {out}", soft_wrap=True)
