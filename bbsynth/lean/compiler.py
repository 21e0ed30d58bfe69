"""A Lean process that compiles modules, as ``lean/Build.lean`` does it."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import time
from collections import deque
from pathlib import Path
from typing import IO, Final

import psutil

from bbsynth.errors import ToolchainError
from bbsynth.lean.modules import BUILD, Module
from bbsynth.lean.toolchain import LeanKilled, LeanTooSlow, Toolchain, was_killed

__all__ = ["CompilerDied", "CompilerProcess"]

_RECYCLE_MEMORY: Final = 2_000_000_000
"""Resident bytes above which a process of the embedded Lean is replaced between two modules. At 2.5
billion, the 2 GiB that it has for its data are used up, and it waits for more for ever."""

_STUCK_SECONDS: Final = 60.0
_STUCK_SHARE: Final = 0.01
"""A process that has used no more of a processor than this for so long waits for memory."""

_LONGEST_LINE: Final = 10_000
"""Characters of a line of output that are read at a time: there may be no end of one."""

_SAID: Final = (0, 1, 2)
"""Exit statuses with which Lean itself ends. With any other it has died, which may be chance."""


class CompilerDied(Exception):
    """The process ended while it compiled a module."""


class CompilerProcess:
    """A process of Lean that compiles modules, one after the other.

    Parameters
    ----------
    toolchain : Toolchain
        The Lean.
    root : Path
        The folder of the sources.
    target : Path
        The folder with the compiled modules that may be imported.
    staging : Path
        Where to write what is compiled.
    """

    def __init__(self, toolchain: Toolchain, root: Path, target: Path, staging: Path) -> None:
        launch = toolchain.launch(
            ["--run", str(root / BUILD), str(root), str(staging)],
            cwd=staging,
            lean_path=[target],
            readable=[root],
            writable=[staging],
        )
        self.said: deque[str] = deque(maxlen=40)
        self.compiled = 0
        self._ended = False
        self._used = 0.0
        self._used_at = time.monotonic()
        self._embedded = toolchain.kind == "embedded"
        try:
            self._process = subprocess.Popen(  # noqa: S603  (the program is the toolchain's)
                launch.argv,
                env=dict(launch.env),
                cwd=launch.cwd,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                encoding="utf-8",
                errors="replace",
                # Ctrl-C in the terminal is for us; we end the processes ourselves.
                start_new_session=True,
            )
        except OSError as error:
            raise ToolchainError(
                f"cannot start {launch.argv[0]}: {error.strerror or error}; "
                "`bbsynth doctor` tells which Lean would be used"
            ) from error

    @staticmethod
    def _stream(stream: IO[str] | None) -> IO[str]:
        if stream is None:
            raise RuntimeError("the process was started without pipes")
        return stream

    def compile(self, name: str) -> bool:
        """Compile a module and return whether Lean accepts it; `said` has its messages if not.

        Raises
        ------
        CompilerDied
            If the process ends.
        """
        self.said.clear()
        self._used_at = time.monotonic()
        # If the process is gone, its output has ended.
        with contextlib.suppress(OSError):
            stdin = self._stream(self._process.stdin)
            stdin.write(f"{name}\n")
            stdin.flush()
        output = self._stream(self._process.stdout)
        while line := output.readline(_LONGEST_LINE):
            if line == f"@built {name}\n":
                self.compiled += 1
                return True
            if line == f"@failed {name}\n":
                return False
            self.said.append(line.rstrip())
        self._process.wait()
        self.said.append(f"(Lean ended with status {self._process.returncode})")
        raise CompilerDied

    @property
    def said_why(self) -> bool:
        """Whether the process, which has ended, ended as Lean does by itself."""
        return self._process.returncode in _SAID

    @property
    def failure(self) -> type[ToolchainError]:
        """What kind of error it is that the process, which has ended, ended as it did."""
        if not was_killed(self._process.returncode):
            return ToolchainError
        return LeanTooSlow if self._ended else LeanKilled

    def is_fit_for(self, module: Module) -> bool:
        """Whether the process has memory left for a module."""
        if not self._embedded or not self.compiled:
            return True
        try:
            resident = psutil.Process(self._process.pid).memory_info().rss
        except psutil.Error:
            return False
        return not module.heavy and resident < _RECYCLE_MEMORY

    def is_stuck(self) -> bool:
        """Whether the process no longer works on its module. To be asked now and then."""
        now = time.monotonic()
        try:
            times = psutil.Process(self._process.pid).cpu_times()
        except psutil.Error:
            return False
        used = times.user + times.system
        if used - self._used > _STUCK_SHARE * (now - self._used_at):
            self._used, self._used_at = used, now
        return now - self._used_at > _STUCK_SECONDS

    def kill(self) -> None:
        """End the process. May be called by another thread, and again."""
        if self._process.poll() is None:
            self._ended = True
            with contextlib.suppress(OSError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def close(self) -> None:
        """End the process and free what it holds."""
        self.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            # Closing flushes, and what was not sent to the dead process cannot be.
            with contextlib.suppress(OSError):
                self._stream(stream).close()
