"""A native Lean: found, asked for its version, and used without any shim in between.

A native Lean is quick and complete, but it is not confined: it can read and write what its user
can. What elan puts on ``$PATH`` is a shim that picks a toolchain by the working directory and may
try to download one; so the shim is only asked, with a time limit, where the real one is.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bbsynth.errors import ToolchainError
from bbsynth.judge.toolchain import Launch, Toolchain, check_limits, existing_folder

__all__ = ["OLDEST", "NativeToolchain", "find_native", "parse_version"]

#: The oldest version on which the judge runs.
OLDEST = (4, 28, 0)

_VERSION = re.compile(r"^Lean \(version (\d+)\.(\d+)\.(\d+)", re.MULTILINE)
_SECONDS = 30.0
_PROGRAM = "lean.exe" if sys.platform == "win32" else "lean"


@dataclass(frozen=True)
class NativeToolchain(Toolchain):
    """Lean as an ordinary program."""

    program: Path
    prefix: Path

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


def parse_version(text: str) -> tuple[int, int, int]:
    """Return the version in `text`, the output of ``lean --version``.

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
    return major, minor, patch


def _candidates() -> Iterator[tuple[str, Path]]:
    """Yield where a native Lean may be, with the words for it, best first."""
    chosen = os.environ.get("BBSYNTH_LEAN")
    if chosen:
        yield "$BBSYNTH_LEAN", Path(chosen).expanduser()
        return
    on_path = shutil.which("lean")
    if on_path is not None:
        yield "$PATH", Path(on_path)
    yield "elan", Path.home() / ".elan" / "bin" / _PROGRAM


def find_native() -> NativeToolchain:
    """Return the native Lean to use.

    The program ``$BBSYNTH_LEAN`` if that is set; otherwise the first good one of ``lean`` on
    ``$PATH`` and ``~/.elan/bin/lean``.

    Raises
    ------
    ToolchainError
        If there is none that is good enough; the message tells what is wrong with each.
    """
    refused: list[str] = []
    for source, path in _candidates():
        if not path.is_file():
            refused.append(f"no {path} ({source})")
            continue
        try:
            return _inspect(path, source)
        except ToolchainError as error:
            refused.append(f"{path} ({source}): {error}")
    if not os.environ.get("BBSYNTH_LEAN") and shutil.which("lean") is None:
        refused.insert(0, "no `lean` on $PATH")
    raise ToolchainError("; ".join(refused))


def _inspect(path: Path, source: str) -> NativeToolchain:
    prefix = Path(_ask(path, "--print-prefix").strip())
    program = prefix / "bin" / _PROGRAM
    library = prefix / "lib" / "lean"
    for needed in (program, library / "Init.olean"):
        if not needed.is_file():
            raise ToolchainError(
                f"its installation in {prefix} is incomplete: there is no {needed}"
            )
    text = _ask(program, "--version").strip()
    version = parse_version(text)
    if version < OLDEST:
        raise ToolchainError(
            f"it is Lean {'.'.join(map(str, version))}, and bbsynth needs at least "
            f"{'.'.join(map(str, OLDEST))}; with elan: "
            f"elan default leanprover/lean4:v{'.'.join(map(str, OLDEST))}"
        )
    # The version line names the commit; a rebuilt toolchain differs in size or time.
    status = program.stat()
    identity = f"{text}\n{program}\n{status.st_size} {status.st_mtime_ns}"
    return NativeToolchain(
        kind="native",
        version=text.splitlines()[0],
        origin=f"{program} (from {source})",
        search_path=(library,),
        fingerprint=hashlib.sha256(identity.encode()).hexdigest()[:16],
        program=program,
        prefix=prefix,
    )


def _ask(program: Path, option: str) -> str:
    """Return what ``program option`` prints."""
    # An elan shim obeys a `lean-toolchain` file in the working directory or above it.
    with tempfile.TemporaryDirectory() as empty:
        try:
            done = subprocess.run(  # noqa: S603  (the user's own Lean)
                [str(program), option],
                cwd=empty,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                encoding="utf-8",
                errors="replace",
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise ToolchainError(
                f"`lean {option}` did not answer within {_SECONDS:g} seconds; if it is elan's, "
                "it may be trying to download a toolchain"
            ) from None
        except OSError as error:
            raise ToolchainError(f"it cannot be started: {error.strerror or error}") from error
    if done.returncode != 0:
        message = (done.stderr or done.stdout).strip().splitlines()
        raise ToolchainError(
            f"`lean {option}` failed: {message[0] if message else f'exit {done.returncode}'}"
        )
    return done.stdout
