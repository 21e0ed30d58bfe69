"""``bbsynth enumerate``: list the machines of a class."""

from __future__ import annotations

from pathlib import Path

import click
from rich.table import Table

from bbsynth._common.files import write_atomically
from bbsynth.busy_beaver.machines import Machine, tree_steps
from bbsynth.busy_beaver.machines.files import write_seed_database
from bbsynth.busy_beaver.machines.listing import (
    TreeCounts,
    class_size,
    count_machines,
    listed_machines,
    tree_source,
)
from bbsynth.cli.console import output

__all__ = ["command"]


@click.command()
@click.option("--states", type=int, required=True, help="How many states the machines have.")
@click.option(
    "--symbols", type=int, default=2, show_default=True, help="How many symbols, the blank counted."
)
@click.option(
    "--max-steps",
    type=int,
    help="Steps to run each machine.  [default: the most of a halting run, where it is known]",
)
@click.option("--after", metavar="MACHINE", help="Go on after this machine of the tree.")
@click.option("--sample", type=int, help="Draw so many machines at random, all equally likely.")
@click.option("--seed", type=int, default=0, show_default=True, help="What the sample depends on.")
@click.option(
    "--select",
    type=click.Choice(["all", "halting", "running"]),
    default="all",
    show_default=True,
    help="Which machines to list.",
)
@click.option("--limit", type=int, help="List so many machines at most.")
@click.option("--count", is_flag=True, help="Count the machines instead of listing them.")
@click.option(
    "--distinct", is_flag=True, help="Count them, and also up to names and left and right."
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "database"]),
    default="text",
    show_default=True,
    help="Lines of text, or a seed database of bbchallenge.",
)
@click.option("--out", type=click.Path(path_type=Path), help="Write to this file.")
def command(
    states: int,
    symbols: int,
    max_steps: int | None,
    after: str | None,
    sample: int | None,
    seed: int,
    select: str,
    limit: int | None,
    count: bool,
    distinct: bool,
    form: str,
    out: Path | None,
) -> None:
    """List the machines of a class in tree normal form.

    A machine is run until it meets an undefined transition; its children define that transition in
    every way. Machines are printed as they are found, each before its children.

    \b
    Examples:
      bbsynth enumerate --states 3 --count
      bbsynth enumerate --states 5 --max-steps 1000 --sample 100 --seed 1
      bbsynth enumerate --states 3 --select running --out machines.txt
    """
    if count or distinct:
        listing = {"--out": out is not None, "--format": form != "text"}
        listing |= {"--limit": limit is not None, "--select": select != "all"}
        given = [name for name, is_given in listing.items() if is_given]
        if given:
            raise click.UsageError(
                f"{', '.join(given)}: for lists only; --count and --distinct count all machines"
            )
    chunks = tree_source(
        states,
        symbols,
        max_steps=max_steps,
        after=None if after is None else Machine.parse(after),
        sample=sample,
        seed=seed,
    )
    if count or distinct:
        counts = count_machines(chunks, distinct=distinct)
        whole = class_size(states, symbols) if after is None and sample is None else None
        _print(counts, tree_steps(states, symbols, max_steps), whole)
        return
    machines = listed_machines(chunks, select=select, limit=limit)  # type: ignore[arg-type]
    if form == "database":
        if out is None:
            raise click.UsageError("a seed database is written to a file: give --out")
        write_seed_database(out, machines)
    elif out is not None:
        write_atomically(out, "".join(f"{machine}\n" for machine in machines))
    else:
        for machine in machines:
            click.echo(str(machine))


def _print(counts: TreeCounts, steps: int, whole: int | None) -> None:
    table = Table(show_header=False)
    table.add_column()
    table.add_column(justify="right")
    rows = [
        ("machines in tree normal form", counts.machines),
        (f"  halting within {steps:,} steps", counts.halting),
        ("  running on", counts.machines - counts.halting),
        ("  beginning with 1RB", counts.starting_1rb),
        ("most steps of a halting run", counts.steps),
        ("most cells visited in one", counts.cells_visited),
        ("most non-blank cells after one", counts.non_blank),
    ]
    if counts.distinct is not None:
        rows.insert(4, ("  up to names and left and right", counts.distinct))
    if whole is not None:
        rows += [
            ("all machines with a halt state (Radó)", whole),
            (f"  halting within {steps:,} steps", counts.represented),
        ]
    for name, value in rows:
        table.add_row(name, f"{value:,}")
    output().print(table)
