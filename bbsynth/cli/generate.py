"""``bbsynth generate``: make a dataset."""

from __future__ import annotations

from pathlib import Path

import click
from rich.table import Table

from bbsynth._common.resources import cores
from bbsynth._common.workers import Workers
from bbsynth.cli.console import ProgressBar, output
from bbsynth.problems.difficulty import TIERS
from bbsynth.problems.family import TRACKS, families
from bbsynth.problems.generation import Options, Summary, generate

__all__ = ["command"]


@click.command()
@click.option("--states", type=int, help="How many states the machines have.")
@click.option("--symbols", type=int, help="How many symbols, the blank counted.  [default: 2]")
@click.option(
    "--class",
    "classes",
    multiple=True,
    metavar="NxK",
    help="Machines with N states and K symbols; may be given several times, instead of --states.",
)
@click.option(
    "--family",
    "names",
    multiple=True,
    type=click.Choice(list(families())),
    help="Only this family of problems; may be given several times.",
)
@click.option(
    "--track",
    "tracks",
    multiple=True,
    type=click.Choice(list(TRACKS)),
    help="Only problems that may use the library, or only those that bring all definitions along.",
)
@click.option(
    "--tier",
    "tiers",
    multiple=True,
    type=click.Choice(list(TIERS)),
    help="Only problems of this difficulty; may be given several times.",
)
@click.option(
    "--limit",
    type=int,
    help="Draw a sample of so many problems, balanced between the families and their strata.",
)
@click.option(
    "--per-stratum",
    type=int,
    help="Draw so many problems of each stratum of each family, instead of --limit.",
)
@click.option(
    "--seed",
    type=int,
    default=0,
    show_default=True,
    help="What the sample depends on: machines, bounds, wording. Keep it private for fresh sets.",
)
@click.option(
    "--machines",
    type=int,
    help="How many machines to draw of a class that is too large to enumerate.",
)
@click.option(
    "--max-steps",
    type=int,
    help="Steps to run each machine.  [default: the most of any that halts, if known, else 1,000]",
)
@click.option(
    "--disguise",
    is_flag=True,
    help="Rename states and symbols and exchange left and right, which changes only the text.",
)
@click.option(
    "--jobs",
    type=click.IntRange(1, 64),
    help="Processes at a time, where there is much to do.  [default: as many as cores]",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="The folder to write.  [default: generated/ and the class]",
)
def command(
    states: int | None,
    symbols: int | None,
    classes: tuple[str, ...],
    names: tuple[str, ...],
    tracks: tuple[str, ...],
    tiers: tuple[str, ...],
    limit: int | None,
    per_stratum: int | None,
    seed: int,
    machines: int | None,
    max_steps: int | None,
    disguise: bool,
    jobs: int | None,
    out: Path | None,
) -> None:
    """Make problems about Turing machines.

    Enumerates the machines of a class in tree normal form, or draws some at random from a class
    that is too large, decides which of them halt, and writes for each problem the statement in
    Lean, the statement in Markdown, and a proof in both. Every statement is read back and checked
    by an independent simulator. Equal options give equal files, whatever --jobs is.

    Without a class, the default set is made: 1,000 problems of all families, about machines of
    many classes.

    The folder is replaced as a whole when everything is done. A folder with anything else in it
    than an untouched dataset is left alone.

    \b
    Examples:
      bbsynth generate
      bbsynth generate --states 2 --symbols 3 --family never-halts
      bbsynth generate --class 5x2 --class 3x3 --limit 500 --seed 7 --out sample
      bbsynth generate --class 6x2 --per-stratum 20 --tier hard --track bare
    """
    options = Options(
        states=states,
        symbols=symbols,
        classes=classes,
        families=names,
        tracks=tracks,
        tiers=tiers,
        limit=limit,
        per_stratum=per_stratum,
        seed=seed,
        machines=machines,
        max_steps=max_steps,
        disguise=disguise,
    )
    folder = out if out is not None else Path("generated") / options.name
    with ProgressBar() as progress, Workers(jobs or cores()) as workers:
        summary = generate(options, folder, workers=workers, progress=progress)
    _print(summary)


def _print(summary: Summary) -> None:
    options = summary.options
    console = output()
    console.print(_machines(summary))
    console.print()

    sampled = options.limit is not None or options.per_stratum is not None
    problems = Table(title="Problems", title_justify="left", show_footer=True)
    problems.add_column("family", footer="total")
    problems.add_column("stratum")
    problems.add_column("track")
    problems.add_column("written", justify="right", footer=f"{summary.n_problems:,}")
    if sampled:
        available = sum(summary.available.values())
        problems.add_column("of", justify="right", footer=f"{available:,}")
    for (name, stratum, track), count in summary.problems.items():
        if summary.available[name, stratum, track]:
            of = [f"{summary.available[name, stratum, track]:,}"] if sampled else []
            problems.add_row(name, stratum, track, f"{count:,}", *of)
    console.print(problems)
    nothing: dict[str, list[str]] = {}
    for name, stratum, _ in summary.available:
        if not any(summary.available.get((name, stratum, one)) for one in TRACKS):
            nothing.setdefault(name, []).append(stratum)
    if nothing:
        listed = "; ".join(
            f"{name} ({', '.join(dict.fromkeys(strata))})" for name, strata in nothing.items()
        )
        console.print(f"Nothing was found for {listed}.", soft_wrap=True)
    console.print()
    tiers = ", ".join(f"{count:,} {tier}" for tier, count in summary.tiers.items())
    console.print(f"By difficulty: {tiers}.")
    console.print(f"Written to {summary.folder}", soft_wrap=True)


def _machines(summary: Summary) -> Table:
    options = summary.options
    table = Table(title="Machines", title_justify="left")
    table.add_column("class")
    for column in ("looked at", "halting", "never halting", "undecided"):
        table.add_column(column, justify="right")
    for name, size in zip(options.classes, options.sizes, strict=True):
        one = summary.classes[name]
        drawn = "" if options.enumerates(*size) else " (drawn)"
        table.add_row(
            name,
            f"{one.machines:,}{drawn}",
            f"{one.halting:,}",
            f"{one.never_halting:,}",
            f"{one.undecided:,}",
        )
    return table
