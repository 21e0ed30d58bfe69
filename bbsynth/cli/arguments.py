"""What a command cannot do without, told at once where several things are missing."""

from __future__ import annotations

import click

__all__ = ["missing"]


def missing(*wanted: tuple[str, object]) -> click.UsageError:
    """Return the error that names everything that was not given.

    Parameters
    ----------
    wanted : tuple of (str, object)
        What is to be named, such as ``the folder to make with --out``, and the value; None or empty
        if it was not given.
    """
    *first, last = [what for what, value in wanted if not value]
    return click.UsageError(f"name {', '.join(first)}{' and ' if first else ''}{last}")
