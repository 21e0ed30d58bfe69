"""``bbsynth show``: look at one machine."""

from __future__ import annotations

from pathlib import Path

import click

from bbsynth.cli.console import ProgressBar, output
from bbsynth.deciders import (
    DEFAULT_SEARCH_STEPS,
    Bouncer,
    Cycler,
    Decision,
    Halts,
    NGramCPS,
    NoReachableHalt,
    RepWL,
    TranslatedCycler,
    decide,
)
from bbsynth.machines import (
    PROVEN_STEPS,
    Direction,
    Machine,
    machine_table,
    render_terminal,
    save_png,
    state_name,
    trace,
)

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
def command(machine: str, steps: int | None, png: Path | None) -> None:
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
    if steps is None:
        halts_soon = isinstance(decision.certificate, Halts) and decision.steps <= _SHORT_RUN
        steps = decision.steps if halts_soon else _BEGINNING
    shown = trace(parsed, steps)
    console = output()
    table = machine_table(parsed)
    table.title = None  # a long one would be broken
    console.print(str(parsed), soft_wrap=True, style="bold")
    console.print(table)
    console.print()
    console.print(_fate(decision))
    console.print()
    console.print(render_terminal(shown, max_width=max(20, console.width)))
    if png is not None:
        save_png(shown, png, machine=parsed)
        console.print()
        console.print(f"Image written to {png}", soft_wrap=True)


def _fate(decision: Decision) -> str:
    """Return what is known of a machine, in words."""
    match decision.certificate:
        case Halts(steps):
            where = ""
            if decision.undefined is not None:
                state, symbol = decision.undefined
                where = (
                    f" (in state {state_name(state)} on symbol {symbol}, where its transition is "
                    "undefined and counts as 1RZ)"
                )
            return (
                f"Halts after {_count(steps, 'step')}{where}. It has visited "
                f"{_count(decision.cells_visited, 'cell')} and leaves {decision.non_blank:,} that "
                f"{'is' if decision.non_blank == 1 else 'are'} not blank."
            )
        case Cycler(start, period, _):
            return (
                f"Never halts: it is a cycler. The configuration after {_count(start, 'step')} "
                f"comes back every {_count(period, 'step')}."
            )
        case TranslatedCycler(start, period, direction, width, shift):
            side = "left" if direction is Direction.LEFT else "right"
            return (
                f"Never halts: it is a translated cycler. From step {start:,} on it repeats itself "
                f"every {_count(period, 'step')}, {_count(shift, 'cell')} further to the {side} "
                f"each time; in between, its head goes back at most {_count(width, 'cell')}."
            )
        case NoReachableHalt(states):
            names = ", ".join(map(state_name, states))
            return (
                f"Never halts: the states {names} lead to each other only, and none of them halts."
            )
        case NGramCPS(left, right, history):
            remembering = (
                f", each remembering how the head left it the last {_count(history, 'time')},"
                if history
                else ""
            )
            return (
                f"Never halts, by n-gram contexts: what {_count(left, 'cell')} on the left of the "
                f"head and {right:,} on the right{remembering} can hold is closed under steps, and "
                "no step in it halts."
            )
        case Bouncer(start=start):
            return f"Never halts: it is a bouncer from step {start:,} on."
        case RepWL(length, threshold):
            return (
                f"Never halts, by repeated word lists: with the tape cut into words of "
                f"{_count(length, 'symbol')}, and {threshold:,} or more copies of a word in a row "
                "not told apart, what can occur is closed under steps, and no step in it halts."
            )
    machine = decision.machine
    proven = PROVEN_STEPS.get((machine.n_states, machine.n_symbols))
    searched = (
        f"no loop shows in its first {_count(DEFAULT_SEARCH_STEPS, 'step')}, and no other decider "
        "finds a reason within its budget"
    )
    if proven is not None and proven <= decision.steps:
        return (
            f"Never halts, but why was not found: {searched}. It has not halted within "
            f"{_count(decision.steps, 'step')}, and no machine of its size that halts takes more "
            f"than {_count(proven, 'step')}."
        )
    return f"Undecided: it has not halted within {_count(decision.steps, 'step')}; {searched}."


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
