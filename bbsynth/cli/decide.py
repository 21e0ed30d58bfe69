"""``bbsynth decide``: find out whether machines halt."""

from __future__ import annotations

import contextlib
import functools
from collections import Counter
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

import click
from rich.console import Console
from rich.table import Table

from bbsynth._common.files import atomic_writer
from bbsynth.busy_beaver.certificate import kinds
from bbsynth.busy_beaver.deciders import DECIDERS, DEFAULT_MAX_STEPS, DEFAULT_SEARCH_STEPS, Budgets
from bbsynth.busy_beaver.deciders.inputs import read_input
from bbsynth.busy_beaver.deciders.parallel import (
    Settings,
    Unit,
    decide_units,
    machine_units,
    tree_units,
)
from bbsynth.cli.console import ProgressBar, output

__all__ = ["command"]

_Command = TypeVar("_Command", bound=Callable[..., object])


def _budget_options(command: _Command) -> _Command:
    """Add an option for each budget of a kind of certificate."""
    for kind in reversed(list(kinds().values())):
        if kind.budget is not None:
            name, default, counts = kind.budget
            option = f"--{name.replace('_', '-')}"
            click.option(option, type=int, default=default, show_default=True, help=counts)(command)
    return command


class _Decide(click.Command):
    """A command to which an argument that begins with ``---`` is a machine, not an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Move such arguments to where options have ended."""
        machines = [argument for argument in args if argument.startswith("---")]
        if machines and "--" not in args:
            args = [argument for argument in args if argument not in machines] + ["--", *machines]
        return super().parse_args(ctx, args)


@click.command(cls=_Decide)
@click.argument("source", required=False)
@click.option("--states", type=int, help="Decide the whole tree of a class, of so many states,")
@click.option("--symbols", type=int, default=2, show_default=True, help="and so many symbols.")
@click.option("--limit", type=int, help="Read so many machines at most.")
@click.option(
    "--only",
    multiple=True,
    type=click.Choice(DECIDERS),
    help="Try this decider alone; may be given several times.",
)
@click.option(
    "--max-steps",
    type=int,
    help=f"Steps to wait for a halt.  [default: {DEFAULT_MAX_STEPS:,}; in a tree, the most of a "
    "halting run, where it is known]",
)
@click.option(
    "--search-steps",
    type=int,
    default=DEFAULT_SEARCH_STEPS,
    show_default=True,
    help="Steps to look at for loops.",
)
@_budget_options
@click.option("--jobs", type=int, default=1, show_default=True, help="Processes that decide.")
@click.option("--stats", is_flag=True, help="Print the table alone.")
@click.option("--out", type=click.Path(path_type=Path), help="Write the decisions to this file.")
def command(
    source: str | None,
    states: int | None,
    symbols: int,
    limit: int | None,
    only: tuple[str, ...],
    max_steps: int | None,
    search_steps: int,
    jobs: int,
    stats: bool,
    out: Path | None,
    **budgets: int,
) -> None:
    """Find out whether machines halt, with a certificate for each.

    SOURCE is a machine, a file of machines (one per line, or a seed database of bbchallenge), or -
    for lines on standard input; in its place, --states and --symbols decide the tree of a class.

    Every certificate has been checked by code that shares nothing with the search. Decisions are
    lines of JSON, on standard output or in the file --out; how many machines each decider has
    decided follows as a table.

    \b
    Examples:
      bbsynth decide 1RB1LA_1LA1RB
      bbsynth decide --states 3 --jobs 2 --out decisions.jsonl
      bbsynth decide machines.txt --only ngram_cps --only repwl --stats
    """
    if (source is None) == (states is None):
        raise click.UsageError("give either SOURCE or --states")
    settings = Settings(
        max_steps=DEFAULT_MAX_STEPS if max_steps is None else max_steps,
        search_steps=search_steps,
        budgets=Budgets(**budgets),
        deciders=only or None,
        records=not stats or out is not None,
    )
    units: Iterable[Unit]
    if states is not None:
        if limit is not None:
            raise click.UsageError("--limit is for machines that are read; a tree is decided whole")
        units = tree_units(states, symbols, settings, max_steps=max_steps)
    else:
        units = machine_units(read_input(str(source), limit=limit), settings)
    counts: Counter[str] = Counter()
    with contextlib.ExitStack() as stack:
        write: Callable[[str], object] = functools.partial(click.echo, nl=False)
        if out is not None:
            write = stack.enter_context(atomic_writer(out))
        progress = stack.enter_context(ProgressBar())
        progress("deciding machines", 0, None)
        for result in decide_units(units, jobs=jobs):
            counts.update(result.counts)
            write(result.lines)
            progress("deciding machines", sum(counts.values()), None)
    console = output() if stats or out is not None else Console(stderr=True, highlight=False)
    console.print(_table(counts))
    if out is not None:
        console.print(f"Written to {out}", soft_wrap=True)


def _table(counts: Counter[str]) -> Table:
    total = sum(counts.values())
    table = Table(show_footer=True)
    table.add_column("decided by", footer="total")
    table.add_column("machines", justify="right", footer=f"{total:,}")
    table.add_column("share", justify="right", footer="")
    for name in (*kinds(), "undecided"):
        if counts[name] or name == "undecided":
            share = counts[name] / total if total else 0.0
            table.add_row(name, f"{counts[name]:,}", f"{share:.3%}")
    return table
