"""Where commands print: results on standard output, progress on standard error."""

from __future__ import annotations

import threading
from types import TracebackType

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
)

__all__ = ["ProgressBar", "output"]

_PATIENCE = 1.0
"""Seconds after which a bar appears."""


def output() -> Console:
    """Return the console on standard output. Texts are printed as they are, without markup."""
    return Console(highlight=False, markup=False, emoji=False)


class ProgressBar:
    """A bar on standard error, if that is a terminal and the work takes longer than a second.

    Calling it with what is being done, how much is done, and of how much (None if unknown), moves
    the bar.
    """

    def __init__(self) -> None:
        console = Console(stderr=True, highlight=False)
        self._bar = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task: tuple[str, TaskID] | None = None
        self._timer = threading.Timer(_PATIENCE, self._bar.start)
        self._timer.daemon = True

    def __enter__(self) -> ProgressBar:
        self._timer.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._timer.cancel()
        self._timer.join()
        self._bar.stop()

    def __call__(self, what: str, done: int, total: int | None) -> None:
        """Show that `done` of `total` are done of `what`."""
        if self._task is None or self._task[0] != what:
            if self._task is not None:
                self._bar.remove_task(self._task[1])
            self._task = what, self._bar.add_task(what, total=total)
        self._bar.update(self._task[1], completed=done, total=total)
