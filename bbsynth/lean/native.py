"""A native Lean: an ordinary program, started directly and never through a shim.

It is quick and complete, but it is not confined as the embedded one is: it can read and write what
its user can. Which native Lean is used is decided in `bbsynth.judge.selection`.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bbsynth._common.programs import Launch, TooMuchOutput, run_to_end
from bbsynth.errors import ToolchainError
from bbsynth.lean.elan import elan_home, is_shim, lean_program
from bbsynth.lean.toolchain import (
    LeanKilled,
    LeanTooSlow,
    Toolchain,
    check_limits,
    existing_folder,
    was_killed,
)

__all__ = [
    "OLDEST",
    "NativeLean",
    "NativeToolchain",
    "ask_version",
    "inspect",
    "locate",
    "parse_version",
]

#: The oldest version on which the judge runs.
OLDEST = (4, 28, 0)

_VERSION = re.compile(r"^Lean \(version (\d+)\.(\d+)\.(\d+).*", re.MULTILINE)
_SECONDS = 30.0
_NO_FILES = (
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISFIFO, "a pipe"),
    (stat.S_ISSOCK, "a socket"),
)


@dataclass(frozen=True)
class NativeToolchain(Toolchain):
    """Lean as an ordinary program."""

    program: Path
    prefix: Path

    @property
    def files(self) -> tuple[Path, ...]:
        """See `Toolchain.files`."""
        return (self.prefix, *self.search_path)

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
        """See `Toolchain.launch`."""
        check_limits(memory_limit, threads)
        cwd = existing_folder(cwd, "working directory")
        modules = [existing_folder(path, "compiled modules") for path in lean_path]
        for path in (*readable, *writable):
            existing_folder(path, "to be reachable")
        options = [f"--threads={threads}"]
        if memory_limit is not None:
            options.append(f"--memory={memory_limit // 2**20}")
        env = {name: os.environ[name] for name in _NEEDED if name in os.environ}
        env |= {
            "LEAN_PATH": os.pathsep.join(str(path) for path in (*modules, *self.search_path)),
            "LEAN_SYSROOT": str(self.prefix),
            "LEAN_NUM_THREADS": str(threads),
        }
        return Launch(argv=(str(self.program), *options, *args), env=env, cwd=cwd)


#: What a program needs to start at all on Windows and macOS, and to print Unicode anywhere.
_NEEDED = ("SYSTEMROOT", "TMPDIR", "TEMP", "LANG", "LC_ALL")


def parse_version(text: str) -> tuple[str, tuple[int, int, int]]:
    """Return the line of `text`, the output of ``lean --version``, with the version, and that.

    Raises
    ------
    ToolchainError
        If `text` is not that.
    """
    match = _VERSION.search(text)
    if match is None:
        shown = text.strip()[:200] or "nothing"
        raise ToolchainError(f"`lean --version` printed {shown!r}, which is not a version of Lean")
    major, minor, patch = (int(part) for part in match.groups())
    return match[0].strip(), (major, minor, patch)


@dataclass(frozen=True, slots=True)
class NativeLean:
    """A native Lean on the disk, which has not been started yet.

    Attributes
    ----------
    program : Path
        The real program ``lean``.
    prefix : Path
        The folder of its installation, with ``bin`` and ``lib/lean``.
    source : str
        Where it was found, for people, such as ``$PATH``.
    """

    program: Path
    prefix: Path
    source: str

    @property
    def library(self) -> Path:
        """The folder with the compiled core library."""
        return self.prefix / "lib" / "lean"

    @property
    def identity(self) -> str:
        """A text that changes whenever the installation does, without starting it.

        Raises
        ------
        ToolchainError
            If a file has vanished.
        """
        # The kernel is in a shared library beside the program.
        shared = (*self.library.glob("lib*shared*"), *self.library.parent.glob("lib*shared*"))
        files = (self.program, self.library / "Init.olean", *sorted(shared))
        try:
            statuses = [file.stat() for file in files]
        except OSError as error:
            raise ToolchainError(f"{error.filename} cannot be read: {error.strerror}") from error
        return "\n".join(
            [str(self.program), *(f"{one.st_size} {one.st_mtime_ns}" for one in statuses)]
        )


def locate(program: Path, source: str) -> NativeLean:
    """Find the installation that `program` belongs to, by looking at files only.

    A real Lean is ``PREFIX/bin/lean`` beside ``PREFIX/lib/lean``. Whatever is not of this form may
    be a shim that downloads a toolchain when it is started, and so it is never started.

    Raises
    ------
    ToolchainError
        If there is no usable installation; the message says what is wrong.
    """
    try:
        mode = program.stat().st_mode
    except OSError as error:
        if error.errno in (errno.ENOENT, errno.ENOTDIR):
            raise ToolchainError("there is no such file") from error
        raise ToolchainError(f"it cannot be looked at: {error.strerror or error}") from error
    if stat.S_ISDIR(mode):
        inside = lean_program(program)
        hint = f"; the program in it is {inside}" if inside.is_file() else ""
        raise ToolchainError(f"it is a folder, not a program{hint}")
    if not stat.S_ISREG(mode):
        kind = next((name for test, name in _NO_FILES if test(mode)), "no ordinary file")
        raise ToolchainError(f"it is {kind}; what is wanted is the program PREFIX/bin/lean")
    if is_shim(program):
        raise ToolchainError(
            "it is elan's shim, which may download a toolchain when it is started; the real "
            f"programs are in {elan_home() / 'toolchains'}, as NAME/bin/lean"
        )
    if not os.access(program, os.X_OK):
        raise ToolchainError("it is not executable")
    # A link in a folder of programs leads to the installation; but a toolchain may also be made of
    # links, each to another place.
    for one in (program.absolute(), program.resolve()):
        if (one.parent.parent / "lib" / "lean").is_dir():
            found = NativeLean(one, one.parent.parent, source)
            break
    else:
        raise ToolchainError(
            "it belongs to no installation of Lean: there is no folder "
            f"{program.resolve().parent.parent / 'lib' / 'lean'}"
        )
    if not (found.library / "Init.olean").is_file():
        raise ToolchainError(
            f"its installation is incomplete: there is no {found.library / 'Init.olean'}"
        )
    return found


def ask_version(lean: NativeLean) -> str:
    """Return what a native Lean says of its version.

    Raises
    ------
    ToolchainError
        If it cannot be started, or does not answer in time.
    """
    return _ask(lean.program, "--version").strip()


def inspect(lean: NativeLean, text: str) -> NativeToolchain:
    """Return a native Lean as a toolchain; `text` is what `ask_version` returned.

    Raises
    ------
    ToolchainError
        If `text` is no version of Lean, or one that is too old.
    """
    # Other lines are warnings, which may be different each time.
    line, version = parse_version(text)
    if version < OLDEST:
        raise ToolchainError(
            f"it is Lean {'.'.join(map(str, version))}, and bbsynth needs at least "
            f"{'.'.join(map(str, OLDEST))}"
        )
    # The line names the commit; a rebuilt toolchain differs in size or time.
    identity = f"{line}\n{lean.identity}"
    return NativeToolchain(
        kind="native",
        version=line,
        origin=f"{lean.program} (from {lean.source})",
        search_path=(lean.library,),
        fingerprint=hashlib.sha256(identity.encode()).hexdigest()[:16],
        program=lean.program,
        prefix=lean.prefix,
    )


def _ask(program: Path, option: str) -> str:
    """Return what ``program option`` prints."""
    with tempfile.TemporaryDirectory() as empty:
        try:
            done = run_to_end([str(program), option], cwd=Path(empty), timeout=_SECONDS)
        except TooMuchOutput:
            raise ToolchainError(f"`lean {option}` printed without end") from None
        except subprocess.TimeoutExpired:
            raise LeanTooSlow(
                f"`lean {option}` did not answer within {_SECONDS:g} seconds"
            ) from None
        except OSError as error:
            raise ToolchainError(f"it cannot be started: {error.strerror or error}") from error
    if was_killed(done.returncode):
        raise LeanKilled(f"`lean {option}` was killed: is the machine short of memory?")
    if done.returncode != 0:
        message = (done.stderr or done.stdout).strip().splitlines()
        raise ToolchainError(
            f"`lean {option}` failed: {message[0] if message else f'exit {done.returncode}'}"
        )
    return done.stdout
