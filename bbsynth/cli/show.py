"""``bbsynth show``: look at one machine."""

from __future__ import annotations

from pathlib import Path

import click

from bbsynth.busy_beaver.deciders import Fate, decide
from bbsynth.busy_beaver.deciders.shown_rules import shown_rule
from bbsynth.busy_beaver.deciders.wording import fate_in_words, marked_times
from bbsynth.busy_beaver.machines import (
    Machine,
    machine_table,
    render_terminal,
    sampled_trace,
    save_image,
    trace,
)
from bbsynth.cli.console import ProgressBar, output

__all__ = ["command"]

# Long enough for every machine with five states and two symbols that halts.
_WAIT = 50_000_000
_SHORT_RUN = 100
_BEGINNING = 40


class _Show(click.Command):
    """A command to which an argument that begins with ``---`` is a machine, not an option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Move such arguments to where options have ended."""
        machines = [argument for argument in args if argument.startswith("---")]
        if machines and "--" not in args:
            args = [argument for argument in args if argument not in machines] + ["--", *machines]
        return super().parse_args(ctx, args)


@click.command(cls=_Show)
@click.argument("machine")
@click.option(
    "--steps",
    type=int,
    help="Steps to draw.  [default: the whole run if it is short, else its beginning]",
)
@click.option(
    "--png",
    type=click.Path(path_type=Path),
    help="Write the space-time diagram to this file, too, as an image.",
)
@click.option(
    "--svg",
    type=click.Path(path_type=Path),
    help="Write it to this file, as a drawing.",
)
@click.option(
    "--rows",
    type=int,
    help="Lines of the diagram at most: of a longer run, times at equal distances are shown.",
)
def command(
    machine: str, steps: int | None, png: Path | None, svg: Path | None, rows: int | None
) -> None:
    """Show a machine: its table, its fate, and a space-time diagram.

    MACHINE is in standard notation, such as 1RB1LB_1LA1RZ: the states separated by "_"; in each of
    them, for each symbol read, the symbol written, the direction of the move, and the next state.
    A letter beyond the last state halts; "---" is an undefined transition, which halts as 1RZ does.
    The step in which a machine halts is counted.

    In the diagram time runs downwards; the head is shown as the letter of the state.
    """
    parsed = Machine.parse(machine)
    with ProgressBar() as progress:
        progress("running the machine", 0, None)
        decision = decide(parsed, max_steps=_WAIT)
        rule = shown_rule(decision)
    if steps is None:
        halts_soon = decision.fate is Fate.HALTS and decision.steps <= _SHORT_RUN
        steps = decision.steps if halts_soon else _BEGINNING
    shown = trace(parsed, steps) if rows is None else sampled_trace(parsed, steps, rows=rows)
    console = output()
    table = machine_table(parsed)
    table.title = None  # a long one would be broken
    console.print(str(parsed), soft_wrap=True, style="bold")
    console.print(table)
    console.print()
    console.print(fate_in_words(decision))
    if rule is not None:
        console.print(rule.in_words())
    console.print()
    console.print(render_terminal(shown, max_width=max(20, console.width)))
    for path in (png, svg):
        if path is not None:
            save_image(shown, path, machine=parsed, marks=marked_times(decision, rule))
            console.print()
            console.print(f"Image written to {path}", soft_wrap=True)
