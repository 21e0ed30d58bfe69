"""The compiled Lean library: built once per toolchain and source, kept on this machine.

The build is a few Lean processes (``lean/Build.lean``), one after the other, that elaborate the
modules in order of their imports. Its result is kept under a key made of the toolchain and of every
byte that went in, so a change of either leads to a new build and never to a stale one.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from bbsynth.errors import OutputError, ToolchainError
from bbsynth.judge.toolchain import Toolchain
from bbsynth.resources import data_dir, lean_dir

__all__ = ["LIBRARY", "compiled_library", "library_modules"]

LIBRARY = "BBSynth"
"""The module that imports the whole library."""

_BATCH = 6
"""Modules compiled by one process. Starting one takes seconds, but the memory that the imports of a
module take is not given back, and the embedded Lean has no more than 2 GiB."""

_ALONE = re.compile(r"BBSynth\.BusyBeaverThree\w+")
"""Modules that get a process of their own, since the proofs in them need most of that memory."""

_SAID = (0, 1, 2)
"""Exit statuses with which Lean itself ends. With any other it has died, which may be chance."""

_ATTEMPTS = 3

_IMPORT = re.compile(r"^public import (BBSynth(?:\.\w+)*)$", re.MULTILINE)


def _source(root: Path, module: str) -> Path:
    return root.joinpath(*module.split(".")).with_suffix(".lean")


def _incomplete(source: Path, error: OSError | UnicodeDecodeError) -> ToolchainError:
    reason = error.strerror if isinstance(error, OSError) else None
    return ToolchainError(
        f"cannot read {source} of the Lean library: {reason or error}; "
        "the installation of bbsynth is not complete"
    )


def library_modules(root: Path) -> list[str]:
    """Return the modules of the library below `root`, each after those that it imports.

    Raises
    ------
    ToolchainError
        If a module is missing, or modules import each other in a circle.
    """
    order: list[str] = []
    open_modules: list[str] = []

    def visit(module: str) -> None:
        if module in order:
            return
        if module in open_modules:
            raise ToolchainError(f"{_source(root, module)} imports itself through other modules")
        open_modules.append(module)
        try:
            text = _source(root, module).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise _incomplete(_source(root, module), error) from error
        for imported in _IMPORT.findall(text):
            visit(imported)
        open_modules.pop()
        order.append(module)

    visit(LIBRARY)
    return order


def _batches(modules: list[str]) -> list[list[str]]:
    """Return the modules in order, in groups that one process can compile."""
    batches: list[list[str]] = [[]]
    for module in modules:
        alone = _ALONE.fullmatch(module) is not None
        if batches[-1] and (alone or len(batches[-1]) == _BATCH):
            batches.append([])
        batches[-1].append(module)
        if alone:
            batches.append([])
    return [batch for batch in batches if batch]


def compiled_library(
    toolchain: Toolchain,
    *,
    root: Path | None = None,
    note: Callable[[str], None] | None = None,
    timeout: float = 900.0,
) -> Path:
    """Return a folder with the compiled library, building it if it is not there yet.

    Parameters
    ----------
    toolchain : Toolchain
        What to compile it with, and for.
    root : Path, optional
        The folder with ``BBSynth.lean``, ``BBSynth/`` and ``Build.lean``; by default the one that
        comes with the package.
    note : callable, optional
        Called with a line for the user when a build begins.
    timeout : float
        Seconds after which a process is given up.

    Raises
    ------
    ToolchainError
        If Lean does not accept a module; the message has what Lean said.
    OutputError
        If the result cannot be written.
    """
    root = lean_dir() if root is None else root
    modules = library_modules(root)
    sources = [_source(root, module) for module in modules] + [root / "Build.lean"]
    digest = hashlib.sha256(toolchain.fingerprint.encode())
    for source in sources:
        try:
            digest.update(b"\0" + source.name.encode() + b"\0" + source.read_bytes())
        except OSError as error:
            raise _incomplete(source, error) from error
    target = data_dir() / "libraries" / digest.hexdigest()[:16]
    if target.is_dir():
        return target
    if note is not None:
        note(f"compiling the Lean library ({len(modules)} modules, once)")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        work = Path(tempfile.mkdtemp(dir=target.parent, prefix=".building-"))
    except OSError as error:
        raise OutputError(f"cannot write to {target.parent}: {error.strerror or error}") from error
    try:
        for module in modules:
            _source(work, module).parent.mkdir(parents=True, exist_ok=True)
        for batch in _batches(modules):
            for _ in range(_ATTEMPTS):
                done = toolchain.run(
                    ["--run", str(root / "Build.lean"), str(root), str(work), *batch],
                    cwd=work,
                    lean_path=[work],
                    readable=[root],
                    writable=[work],
                    timeout=timeout,
                )
                if done.returncode in _SAID:
                    break
            if done.returncode != 0:
                said = "\n".join((done.stdout + done.stderr).strip().splitlines()[-40:])
                raise ToolchainError(
                    f"{toolchain.version.strip()} does not accept the Lean library in {root}:\n"
                    f"{said}"
                )
        try:
            os.replace(work, target)  # noqa: PTH105  (what is wanted is rename(2) on folders)
        except OSError as error:
            # Another process may have built the same at the same time.
            if not target.is_dir():
                raise OutputError(f"cannot write {target}: {error.strerror or error}") from error
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return target
