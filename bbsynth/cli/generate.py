"""``bbsynth generate``: make a dataset."""

from __future__ import annotations

from pathlib import Path

import click
from rich.table import Table

from bbsynth.cli.console import ProgressBar, output
from bbsynth.problems.family import families
from bbsynth.problems.generation import Options, Summary, generate

__all__ = ["command"]


@click.command()
@click.option("--states", type=int, required=True, help="How many states the machines have.")
@click.option(
    "--symbols", type=int, default=2, show_default=True, help="How many symbols, the blank counted."
)
@click.option(
    "--family",
    "names",
    multiple=True,
    type=click.Choice(list(families())),
    help="Only this family of problems; may be given several times.",
)
@click.option(
    "--limit",
    type=int,
    help="Draw a sample of so many problems, balanced between the families and their strata.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="What the sample depends on.")
@click.option(
    "--max-steps",
    type=int,
    help="Steps to run each machine, where the most steps of a halting run are not known.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="The folder to write.  [default: generated/STATESxSYMBOLS]",
)
def command(
    states: int,
    symbols: int,
    names: tuple[str, ...],
    limit: int | None,
    seed: int,
    max_steps: int | None,
    out: Path | None,
) -> None:
    """Make problems about the Turing machines of a class.

    Enumerates the machines in tree normal form, decides which of them halt, and writes for each
    problem the statement in Lean, the statement in Markdown, and a proof. Every statement is read
    back and checked by an independent simulator. Equal options give equal files.

    The folder is replaced as a whole when everything is done. A folder with anything else in it
    than an untouched dataset is left alone.

    \b
    Examples:
      bbsynth generate --states 3
      bbsynth generate --states 4 --limit 1000 --seed 7 --out sample
      bbsynth generate --states 2 --symbols 3 --family never-halts
    """
    options = Options(
        states=states,
        symbols=symbols,
        families=names,
        limit=limit,
        seed=seed,
        max_steps=max_steps,
    )
    folder = out if out is not None else Path("generated") / options.class_name
    with ProgressBar() as progress:
        summary = generate(options, folder, progress=progress)
    _print(summary)


def _print(summary: Summary) -> None:
    options = summary.options
    plural = "" if options.states == 1 else "s"
    machines = Table(
        title=f"Machines with {options.states} state{plural} and {options.symbols} symbols",
        title_justify="left",
        show_header=False,
    )
    machines.add_column()
    machines.add_column(justify="right")
    rows = [("in tree normal form", summary.machines)]
    if options.runs_suffice:
        rows += [
            ("halting", summary.halting),
            ("non-halting", summary.never_halting + summary.undecided),
            ("  a certificate shows it", summary.never_halting),
            ("  undecided: no certificate found", summary.undecided),
        ]
    else:
        rows += [
            (f"halting within {options.steps:,} steps", summary.halting),
            ("non-halting: a certificate shows it", summary.never_halting),
            ("undecided", summary.undecided),
        ]
    for name, count in rows:
        machines.add_row(name, f"{count:,}")

    sampled = options.limit is not None
    problems = Table(title="Problems", title_justify="left", show_footer=True)
    problems.add_column("family", footer="total")
    problems.add_column("stratum")
    problems.add_column("written", justify="right", footer=f"{summary.n_problems:,}")
    if sampled:
        available = sum(summary.available.values())
        problems.add_column("of", justify="right", footer=f"{available:,}")
    for (name, stratum), count in summary.problems.items():
        of = [f"{summary.available[name, stratum]:,}"] if sampled else []
        problems.add_row(name, stratum, f"{count:,}", *of)

    console = output()
    console.print(machines)
    console.print()
    console.print(problems)
    console.print()
    console.print(f"Written to {summary.folder}", soft_wrap=True)
