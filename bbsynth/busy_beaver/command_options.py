"""The options of ``bbsynth generate`` that choose machines."""

from __future__ import annotations

from typing import Final

import click

__all__ = ["OPTIONS"]

OPTIONS: Final = (
    click.Option(["--states"], type=int, help="How many states the machines have."),
    click.Option(
        ["--symbols"], type=int, help="How many symbols, the blank counted.  [default: 2]"
    ),
    click.Option(
        ["--class", "classes"],
        multiple=True,
        metavar="NxK",
        help="Machines with N states and K symbols; may be given several times, instead of "
        "--states.",
    ),
    click.Option(
        ["--machines"],
        type=int,
        help="How many machines to draw of a class that is too large to enumerate.",
    ),
    click.Option(
        ["--max-steps"],
        type=int,
        help="Steps to run each machine.  [default: the most of any that halts, if known, else "
        "1,000]",
    ),
    click.Option(
        ["--disguise"],
        is_flag=True,
        help="Rename states and symbols and exchange left and right, which changes only the text.",
    ),
)
"""The options, named as in `bbsynth.busy_beaver.options.MachineOptions`."""
