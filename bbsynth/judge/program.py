"""The judge itself, compiled: once per toolchain and source, kept on this machine.

The judge is written in Lean (``lean/Judge.lean`` and the modules below ``lean/Judge``) and runs in
Lean's interpreter. Elaborating it takes longer than all that a check of a proof needs besides, so
its modules are compiled, as those of the library are.

A native Lean maps compiled modules into memory, so it imports what the judge is written with at
next to no cost, and ``Judge.lean`` is run as it is. How code gets from compiled modules to the
interpreter has changed more than once, so this is tried out. If it does not work, the modules are
put together in one file, which is elaborated at each start.

The embedded Lean has to read what it imports, which takes seconds. There the judge's code is linked
into one module that imports nothing (``lean/Link.lean``).
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bbsynth._common.resources import lean_dir
from bbsynth.errors import OutputError, ToolchainError
from bbsynth.lean.compiled import digest_of
from bbsynth.lean.library import Progress, compiled_library, library_folder, mend_library
from bbsynth.lean.modules import library_modules
from bbsynth.lean.toolchain import LeanKilled, Toolchain, was_killed

__all__ = ["Program", "judge_digest", "judge_program", "mend", "merged"]

_MODULE: Final = "Judge.Protocol"
"""The module that imports all others of the judge."""

_MAIN: Final = "BBSynth.Judge.run"
_LINKED: Final = "Program"
_START: Final = "Start.lean"
_DIGEST: Final = "sha256"
_USAGE: Final = 2
_SECONDS: Final = 900.0
"""Patience with compiling a module, or linking."""

_IMPORT: Final = re.compile(r"^public import (\S+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Program:
    """What `lean --run` needs to run a program.

    Attributes
    ----------
    file : Path
        The file to be run.
    modules : Path
        The folder with the compiled modules of the program.
    folder : Path
        The folder with `file`, and with the module that was linked, if there is one.
    """

    file: Path
    modules: Path
    folder: Path


def judge_digest() -> str:
    """Return a text that changes whenever the judge or its table of what is allowed does.

    Raises
    ------
    ToolchainError
        If a source is missing.
    """
    root = lean_dir()
    digest = hashlib.sha256()
    files = [
        *(root.joinpath(*name.split(".")).with_suffix(".lean") for name in _modules(root)),
        root / "Judge.lean",
        root / "Link.lean",
        root / "gate.tsv",
    ]
    for file in files:
        try:
            digest.update(file.read_bytes())
        except OSError as error:
            raise ToolchainError(
                f"cannot read {file}: {error.strerror or error}; "
                "the installation of bbsynth is not complete"
            ) from error
    return digest.hexdigest()


def _modules(root: Path) -> list[str]:
    return library_modules(root, _MODULE)


def judge_program(
    toolchain: Toolchain,
    *,
    note: Callable[[str], None] | None = None,
    progress: Progress | None = None,
    timeout: float = _SECONDS,
) -> Program:
    """Return the compiled judge, compiling it if it is not there yet.

    Parameters
    ----------
    toolchain : Toolchain
        The Lean that is to run it.
    note : callable, optional
        Called with lines for the user about what takes long.
    progress : callable, optional
        See `bbsynth.lean.library.compiled_library`.
    timeout : float
        Seconds after which compiling a module, or linking, is given up.

    Raises
    ------
    ToolchainError
        If Lean does not accept it.
    OutputError
        If the result cannot be written.
    """
    root = lean_dir()
    folder = compiled_library(toolchain, (_MODULE,), note=note, progress=progress, timeout=timeout)
    target = _place(root, folder)
    if not _is_whole(target):
        if note is not None:
            note("preparing the start of the judge")
        shutil.rmtree(target, ignore_errors=True)
        _prepare(toolchain, root, folder, target, timeout)
    # What was linked imports none of the modules.
    modules = target if toolchain.kind == "embedded" else folder
    return Program(target / _START, modules, target)


def mend(toolchain: Toolchain, *, note: Callable[[str], None] | None = None) -> bool:
    """Make anew what was altered of the compiled library and judge since they were looked at.

    To be called when Lean does not start or dies. What was not there before is not made.

    Parameters
    ----------
    toolchain : Toolchain
        The Lean that they were compiled with.
    note : callable, optional
        Called with lines for the user about what is damaged, and what takes long.

    Returns
    -------
    bool
        Whether something was altered.

    Raises
    ------
    ToolchainError
        If Lean does not accept it.
    OutputError
        If the result cannot be written.
    """
    library = mend_library(toolchain, note=note)
    judge = mend_library(toolchain, _MODULE, note=note)
    root = lean_dir()
    folder = library_folder(toolchain, (_MODULE,))
    target = _place(root, folder)
    if not target.is_dir() or (_is_whole(target) and not judge):
        return library or judge
    if note is not None:
        note(f"making the start of the judge, in {target}, anew: compiled files were damaged")
    shutil.rmtree(target, ignore_errors=True)
    _prepare(toolchain, root, folder, target, _SECONDS)
    return True


def _place(root: Path, folder: Path) -> Path:
    """Return the folder for what is made of the modules compiled in `folder`."""
    digest = hashlib.sha256()
    for name in ("Link.lean", "Judge.lean"):
        digest.update((root / name).read_bytes())
    return folder / f"start-{digest.hexdigest()[:16]}"


def _is_whole(target: Path) -> bool:
    try:
        return (target / _DIGEST).read_text(encoding="ascii") == _digest(target)
    except (OSError, UnicodeDecodeError):
        return False


def _digest(target: Path) -> str:
    digests = [digest_of(target / name) for name in (_START, f"{_LINKED}.olean")]
    return hashlib.sha256(" ".join(digests).encode()).hexdigest()


def _prepare(toolchain: Toolchain, root: Path, folder: Path, target: Path, timeout: float) -> None:
    """Make what is started of the modules compiled in `folder`, and put it in place as a whole."""
    try:
        work = Path(tempfile.mkdtemp(dir=folder, prefix=".preparing-"))
    except OSError as error:
        raise OutputError(f"cannot write to {folder}: {error.strerror or error}") from error
    make = _link if toolchain.kind == "embedded" else _try_out
    try:
        make(toolchain, root, folder, work, timeout)
        (work / _DIGEST).write_text(_digest(work), encoding="ascii")
        work.chmod(0o755)
        try:
            os.replace(work, target)  # noqa: PTH105  (what is wanted is rename(2) on folders)
        except OSError:
            # Another process may have made it at the same time.
            if not target.is_dir():
                raise
    except OSError as error:
        raise OutputError(f"cannot write {target}: {error.strerror or error}") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)


def _write(work: Path, text: str) -> None:
    (work / _START).write_text(text, encoding="utf-8", newline="\n")


def _link(toolchain: Toolchain, root: Path, folder: Path, work: Path, timeout: float) -> None:
    done = toolchain.run(
        [
            "--run",
            str(root / "Link.lean"),
            str(work / f"{_LINKED}.olean"),
            _MAIN,
            str(folder),
            *_modules(root),
        ],
        cwd=work,
        readable=[root, folder],
        writable=[work],
        timeout=timeout,
    )
    if done.returncode != 0:
        said = (done.stdout + done.stderr).strip()[-2000:]
        raise ToolchainError(f"the judge cannot be linked with {toolchain.version}:\n{said}")
    _write(work, f"module\nprelude\npublic import {_LINKED}\n")


def _try_out(toolchain: Toolchain, root: Path, folder: Path, work: Path, timeout: float) -> None:
    """Find out with which file the judge starts; without arguments it says how it is used."""
    said: list[str] = []
    for text in ((root / "Judge.lean").read_text(encoding="utf-8"), merged(root)):
        _write(work, text)
        done = toolchain.run(
            ["--run", str(work / _START)], cwd=work, lean_path=[folder], timeout=timeout
        )
        if done.returncode == _USAGE and "usage:" in done.stderr:
            return
        if was_killed(done.returncode):
            raise LeanKilled(
                f"{toolchain.version.strip()} was killed: is the machine short of memory?"
            )
        said.append((done.stdout + done.stderr).strip()[-1000:])
    raise ToolchainError(
        f"the judge does not start with {toolchain.version.strip()}:\n" + "\n".join(said)
    )


def merged(root: Path) -> str:
    """Return the modules of the judge as one file that imports nothing but Lean's modules."""
    imports: dict[str, None] = {}
    bodies: list[str] = []
    for name in _modules(root):
        text = root.joinpath(*name.split(".")).with_suffix(".lean").read_text(encoding="utf-8")
        head, _, body = text.partition("\npublic section\n")
        imports |= dict.fromkeys(_IMPORT.findall(head))
        bodies.append(body)
    lines = [f"public import {name}" for name in imports if not name.startswith("Judge.")]
    main = f"\nunsafe def main (args : List String) : IO UInt32 :=\n  {_MAIN} args\n"
    return "\n".join(["module", "", *lines, "", "public section", *bodies, main])
