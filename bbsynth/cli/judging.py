"""The options of commands that have proofs judged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from bbsynth.judge import Limits

__all__ = ["jobs_option", "limit_options"]

Command = Callable[..., Any]


def jobs_option(command: Command) -> Command:
    """Give a command the option ``--jobs``."""
    return click.option(
        "--jobs",
        type=click.IntRange(1, 64),
        help="Processes at a time, Lean's or others.  [default: as many as cores and memory allow]",
    )(command)


def limit_options(command: Command) -> Command:
    """Give a command the options ``--heartbeats`` and ``--seconds``."""
    command = click.option(
        "--seconds",
        type=click.FloatRange(0.1, 86_400),
        default=Limits().seconds,
        show_default=True,
        help="Processor time allowed for each proof.",
    )(command)
    return click.option(
        "--heartbeats",
        type=click.IntRange(1, 100_000_000),
        default=Limits().heartbeats,
        show_default=True,
        help="Lean's own measure of work, allowed for each proof.",
    )(command)
