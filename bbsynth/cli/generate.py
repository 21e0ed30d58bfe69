"""``bbsynth generate``: make a dataset."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from rich.table import Table

from bbsynth._common.resources import cores
from bbsynth._common.workers import Workers
from bbsynth.cli.console import ProgressBar, output
from bbsynth.problems.family import TRACKS
from bbsynth.problems.generation import Summary, generate
from bbsynth.problems.registry import DEFAULT_DOMAIN, domain
from bbsynth.problems.tiers import TIERS

__all__ = ["command"]

_DOMAIN = "--domain"


def _chosen_domain(args: list[str]) -> str:
    """Return the domain that arguments name: what other options there are depends on it."""
    name = DEFAULT_DOMAIN
    for place, argument in enumerate(args):
        if argument == "--":
            break
        if argument == _DOMAIN and place + 1 < len(args):
            name = args[place + 1]
        elif argument.startswith(f"{_DOMAIN}="):
            name = argument.removeprefix(f"{_DOMAIN}=")
    return name


class _Command(click.Command):
    """A command with the options of the domain that is named, beside its own."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        ctx.meta[_DOMAIN] = _chosen_domain(args)
        return super().parse_args(ctx, args)

    def get_params(self, ctx: click.Context) -> list[click.Parameter]:
        chosen = domain(ctx.meta.get(_DOMAIN, DEFAULT_DOMAIN))
        families = click.Option(
            ["--family", "families"],
            multiple=True,
            type=click.Choice(list(chosen.families)),
            help="Only this family of problems; may be given several times.",
        )
        own = super().get_params(ctx)
        return [own[0], *chosen.command_options(), families, *own[1:]]


@click.command(cls=_Command)
@click.option(
    _DOMAIN,
    "name",
    metavar="NAME",
    default=DEFAULT_DOMAIN,
    show_default=True,
    help="What the problems are about; other domains have other options and families.",
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
    "--jobs",
    type=click.IntRange(1, 64),
    help="Processes at a time, where there is much to do.  [default: as many as cores]",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="The folder to write.  [default: generated/ and the class]",
)
def command(name: str, jobs: int | None, out: Path | None, **values: Any) -> None:
    """Make problems about Turing machines, or in another domain (--domain).

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
      bbsynth generate --states 3 --limit 100
      bbsynth generate --states 2 --symbols 3 --family never-halts --limit 50
      bbsynth generate --class 5x2 --class 3x3 --limit 50 --seed 7 --out sample
      bbsynth generate --class 6x2 --per-stratum 2 --tier hard --track bare --out hard
    """
    options = domain(name).options(**values)
    folder = out if out is not None else Path("generated") / options.name
    with ProgressBar() as progress, Workers(jobs or cores()) as workers:
        summary = generate(options, folder, workers=workers, progress=progress)
    _print(summary)


def _print(summary: Summary) -> None:
    options = summary.options
    console = output()
    looked_at = summary.supply.table()
    if looked_at is not None:
        title, heads, rows = looked_at
        table = Table(title=title, title_justify="left")
        for place, head in enumerate(heads):
            table.add_column(head, justify="right" if place else "left")
        for row in rows:
            table.add_row(*row)
        console.print(table)
        console.print()

    sampled = not options.complete
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
