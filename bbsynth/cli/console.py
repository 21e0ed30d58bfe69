"""Where commands print: results on standard output, progress on standard error."""

from __future__ import annotations

import logging
import threading
import time
from types import TracebackType

from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    TaskID,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

__all__ = ["ProgressBar", "output", "printable"]

_PATIENCE = 1.0
"""Seconds after which a bar appears."""

_MINUTE = 60.0
"""Seconds from one line to the next where there is no terminal."""


def output() -> Console:
    """Return the console on standard output. Texts are printed as they are, without markup."""
    return Console(highlight=False, markup=False, emoji=False)


def printable(text: str) -> str:
    """Return a text that is not trusted, on one line, without what would move the cursor."""
    return "".join(c if c.isprintable() else "·" for c in " ".join(text.split()))


_logger = logging.getLogger("bbsynth")


class _Above(logging.Handler):
    """Prints warnings of the library above a bar, which would be drawn over them otherwise."""

    def __init__(self, console: Console) -> None:
        super().__init__(logging.WARNING)
        self._console = console

    def emit(self, record: logging.LogRecord) -> None:
        self._console.print(record.getMessage(), markup=False, soft_wrap=True)


class ProgressBar:
    """A bar on the terminal, if the work takes longer than a second.

    Calling it with what is being done, how much is done, and of how much (None or 0 if unknown),
    moves the bar. It is drawn on standard error, and on standard output if that is a terminal too,
    so that lines of results can scroll by above it. Where there is no terminal, as in continuous
    integration, there is no bar, but a line on standard error each minute.

    Parameters
    ----------
    in_bytes : bool
        Whether what is done is counted in bytes.
    """

    def __init__(self, *, in_bytes: bool = False) -> None:
        self._output = output()
        self._shared = self._output.is_terminal
        console = self._output if self._shared else Console(stderr=True, highlight=False)
        self._lines = None if console.is_terminal else console
        self._said = time.monotonic()
        self._bar = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(),
            DownloadColumn() if in_bytes else MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            TextColumn("{task.fields[detail]}", markup=False),
            console=console,
            transient=True,
            disable=not console.is_terminal,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._task: tuple[str, TaskID] | None = None
        self._warnings = _Above(console)
        self._timer = threading.Timer(_PATIENCE, self._bar.start)
        self._timer.daemon = True

    def __enter__(self) -> ProgressBar:
        self._timer.start()
        _logger.addHandler(self._warnings)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        _logger.removeHandler(self._warnings)
        self._timer.cancel()
        self._timer.join()
        self._bar.stop()

    def __call__(self, what: str, done: int, total: int | None, detail: str = "") -> None:
        """Show that `done` of `total` are done of `what`, and more in `detail`."""
        total = total or None
        if self._task is None or self._task[0] != what:
            if self._task is not None:
                self._bar.remove_task(self._task[1])
            self._task = what, self._bar.add_task(what, total=total, detail=detail)
        self._bar.update(self._task[1], completed=done, total=total, detail=detail)
        if self._lines is not None and time.monotonic() - self._said >= _MINUTE:
            self._said = time.monotonic()
            count = f"{done:,}" + (f" of {total:,}" if total else "")
            line = ": ".join(part for part in (what, count, detail) if part)
            self._lines.print(line, markup=False, soft_wrap=True)

    def note(self, what: str) -> None:
        """Say what takes long now: on the bar, or, where there is none, in a line at once."""
        if self._lines is None:
            self(what, 0, None)
        else:
            self._said = time.monotonic()
            self._lines.print(what, markup=False, soft_wrap=True)

    def print(self, line: str, style: str | None = None) -> None:
        """Print a line of results on standard output, above the bar."""
        self._output.print(line, style=style, soft_wrap=True)
