"""A program to be started, and one run to its end, within limits on time and output.

What is run may be any Lean that is found on a machine, before it is known to be good. So it may
print without end, hang, and start other programs; it is ended together with those.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

__all__ = ["Completed", "Launch", "TooMuchOutput", "run_to_end"]

_MOST_OUTPUT: Final = 64 * 2**20
"""Bytes of output after which a program is ended; Lean's own messages are far shorter."""

_CHUNK: Final = 1 << 16
_PATIENCE: Final = 5.0
"""Seconds that output may stay open after the program has ended: others may hold it."""


@dataclass(frozen=True)
class Launch:
    """A process to be started, in the terms of `subprocess.Popen`.

    Attributes
    ----------
    argv : tuple of str
        The program and its arguments.
    env : mapping of str to str
        The whole environment of the process; nothing else is to be inherited.
    cwd : Path
        The folder to start it in.
    """

    argv: tuple[str, ...]
    env: Mapping[str, str]
    cwd: Path


class TooMuchOutput(Exception):
    """The program printed more than it may, and was ended."""


@dataclass(frozen=True)
class Completed:
    """Exit code and output of a process that has ended."""

    returncode: int
    stdout: str
    stderr: str


def run_to_end(
    argv: Sequence[str],
    *,
    cwd: Path,
    timeout: float,
    env: Mapping[str, str] | None = None,
    stdin: str = "",
) -> Completed:
    """Run a program and return what came of it.

    Parameters
    ----------
    argv : sequence of str
        The program and its arguments.
    cwd : Path
        The folder to run it in.
    timeout : float
        Seconds after which it is ended.
    env : mapping, optional
        Its whole environment; that of this process if it is not given.
    stdin : str
        Text for its standard input.

    Raises
    ------
    OSError
        If it cannot be started.
    subprocess.TimeoutExpired
        If it takes longer than `timeout`.
    TooMuchOutput
        If it prints more than 64 MiB.
    """
    process = subprocess.Popen(  # noqa: S603  (the caller's program)
        list(argv),
        cwd=cwd,
        env=None if env is None else dict(env),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        # A group of its own, so that what it starts can be ended with it.
        start_new_session=True,
    )
    outputs = bytearray(), bytearray()
    too_much = threading.Event()

    def end() -> None:
        with contextlib.suppress(OSError):
            os.killpg(process.pid, signal.SIGKILL)

    def read(descriptor: int, kept: bytearray) -> None:
        while chunk := os.read(descriptor, _CHUNK):
            kept += chunk
            if len(kept) > _MOST_OUTPUT:
                too_much.set()
                end()
                return

    def write() -> None:
        # A program need not read what it is given.
        with contextlib.suppress(OSError):
            process.stdin.write(stdin.encode("utf-8", "surrogateescape"))  # type: ignore[union-attr]
            process.stdin.close()  # type: ignore[union-attr]

    threads = [threading.Thread(target=write, daemon=True)]
    for stream, kept in zip((process.stdout, process.stderr), outputs, strict=True):
        descriptor = stream.fileno()  # type: ignore[union-attr]
        threads.append(threading.Thread(target=read, args=(descriptor, kept), daemon=True))
    for thread in threads:
        thread.start()
    try:
        process.wait(timeout)
        for thread in threads:
            thread.join(_PATIENCE)
    finally:
        end()
        process.wait()
        for thread in threads:
            thread.join()
        for pipe in (process.stdin, process.stdout, process.stderr):
            with contextlib.suppress(OSError):
                pipe.close()  # type: ignore[union-attr]
    if too_much.is_set():
        raise TooMuchOutput
    out, err = (bytes(kept).decode("utf-8", "replace") for kept in outputs)
    return Completed(process.returncode, out, err)
