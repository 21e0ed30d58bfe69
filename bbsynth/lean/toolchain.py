"""A Lean that can be started: what every kind of toolchain has in common.

`Toolchain.launch` says which process to start, and `Toolchain.run` starts it and waits. The kinds
are in `bbsynth.lean.native` and `bbsynth.lean.embedded`; `bbsynth.judge.selection` chooses one.
"""

from __future__ import annotations

import os
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bbsynth._common.programs import Completed, Launch, TooMuchOutput, run_to_end
from bbsynth.errors import ToolchainError, UsageError

__all__ = ["Completed", "Kind", "LeanKilled", "LeanTooSlow", "Toolchain", "was_killed"]

Kind = Literal["native", "embedded"]


class LeanKilled(ToolchainError):
    """Lean was killed, and not by bbsynth: a machine that is short of memory does so."""


class LeanTooSlow(ToolchainError):
    """Lean did not end in time. It may hang, or the machine may have had too much else to do."""


def was_killed(returncode: int | None) -> bool:
    """Return whether a process that ended with this status was killed by SIGKILL.

    What Lean itself dies of are other signals, or none.
    """
    return returncode == -9


@dataclass(frozen=True)
class Toolchain(ABC):
    """A Lean on this machine.

    Attributes
    ----------
    kind : {"native", "embedded"}
        Whether it is an ordinary program or WebAssembly in Node.js.
    version : str
        The line that ``lean --version`` prints.
    origin : str
        Where it was found, for people.
    search_path : tuple of Path
        The folders with the compiled core library (``Init.olean`` and so on).
    fingerprint : str
        Names this toolchain exactly, in 16 hexadecimal digits. Whatever one toolchain compiled
        may be kept under this key, and must not be given to another.
    """

    kind: Kind
    version: str
    origin: str
    search_path: tuple[Path, ...]
    fingerprint: str

    @abstractmethod
    def launch(
        self,
        args: Sequence[str],
        *,
        cwd: Path,
        lean_path: Sequence[Path] = (),
        readable: Sequence[Path] = (),
        writable: Sequence[Path] = (),
        memory_limit: int | None = None,
        threads: int = 2,
    ) -> Launch:
        """Say how to start ``lean`` with arguments `args`.

        Parameters
        ----------
        args : sequence of str
            As ``lean`` takes them, such as ``["--run", "Judge.lean"]``.
        cwd : Path
            The folder to run in. It is readable; it is writable if it is in `writable`.
        lean_path : sequence of Path
            Further folders of compiled modules, searched before the core library. Readable.
        readable, writable : sequence of Path
            Existing folders. The embedded Lean reaches these, `cwd`, `lean_path` and its own
            library, under their absolute paths, and no other file of the machine. A native
            Lean is not held back: it may read and write what its user may.
        memory_limit : int, optional
            The most memory that Lean's own data may take, in bytes. The embedded Lean cannot
            use more than 2 GiB in any case.
        threads : int
            Worker threads for Lean's tasks, at least 1.

        Returns
        -------
        Launch
            For `subprocess.Popen`. The environment holds ``LEAN_PATH`` and what the program needs
            to start, and nothing from the environment of the caller.

        Raises
        ------
        ToolchainError
            If one of the folders does not exist.
        UsageError
            If `memory_limit` or `threads` is out of range.
        """

    @property
    def files(self) -> tuple[Path, ...] | None:
        """The files and folders that a process needs for itself; None if that is not known."""
        return None

    @property
    def confined(self) -> bool:
        """Whether Lean itself, without the operating system, is kept from files and processes."""
        return False

    def run(
        self,
        args: Sequence[str],
        *,
        cwd: Path,
        lean_path: Sequence[Path] = (),
        readable: Sequence[Path] = (),
        writable: Sequence[Path] = (),
        memory_limit: int | None = None,
        threads: int = 2,
        stdin: str = "",
        timeout: float = 600.0,
    ) -> Completed:
        """Run ``lean`` with arguments `args` to its end; other parameters as for `launch`.

        Parameters
        ----------
        stdin : str
            Text for its standard input.
        timeout : float
            Seconds after which it is killed.

        Raises
        ------
        ToolchainError
            If it cannot be started, takes longer than `timeout`, or prints without end. That it
            ends with another exit code than 0 is no error.
        """
        launch = self.launch(
            args,
            cwd=cwd,
            lean_path=lean_path,
            readable=readable,
            writable=writable,
            memory_limit=memory_limit,
            threads=threads,
        )
        try:
            return run_to_end(
                launch.argv, env=launch.env, cwd=launch.cwd, stdin=stdin, timeout=timeout
            )
        except TooMuchOutput as error:
            raise ToolchainError(
                f"lean {' '.join(args)} printed without end ({self.origin})"
            ) from error
        except subprocess.TimeoutExpired as error:
            raise LeanTooSlow(
                f"lean {' '.join(args)} did not end within {timeout:g} seconds ({self.origin})"
            ) from error
        except OSError as error:
            raise ToolchainError(
                f"cannot start {launch.argv[0]}: {error.strerror or error}; "
                "`bbsynth doctor` tells which Lean would be used"
            ) from error


def existing_folder(path: Path, purpose: str) -> Path:
    """Return `path` as an absolute path; it has to be a folder.

    Raises
    ------
    ToolchainError
        If it is not; `purpose` says what it was needed for.
    """
    absolute = Path(os.path.abspath(path))  # noqa: PTH100  (resolve() would follow links)
    if not absolute.is_dir():
        raise ToolchainError(f"cannot start Lean: {absolute} ({purpose}) is not a folder")
    return absolute


def check_limits(memory_limit: int | None, threads: int) -> None:
    """Raise UsageError if a limit given to `Toolchain.launch` makes no sense."""
    if memory_limit is not None and memory_limit < 256 * 2**20:
        raise UsageError(f"memory_limit is {memory_limit} bytes; Lean needs at least 256 MiB")
    if not 1 <= threads <= 64:
        raise UsageError(f"threads is {threads}; it must be from 1 to 64")
