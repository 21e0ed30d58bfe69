"""How long work tells how far it is."""

from __future__ import annotations

from collections.abc import Callable

__all__ = ["Progress", "silent"]

Progress = Callable[[str, int, int | None], None]
"""Called now and then with what is being done, how many are done, and of how many if known."""


def silent(what: str, done: int, total: int | None) -> None:
    """Tell nobody."""
