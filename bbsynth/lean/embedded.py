"""The embedded Lean: WebAssembly that runs in Node.js, confined to the folders it is given.

What is launched is Node.js with its permission model switched on, with ``launcher.cjs``, which
starts Lean and shows it the named folders under their own absolute paths, for reading unless
asked otherwise. See `bbsynth.embedded_lean.install` for what is installed and where.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bbsynth._common.programs import Launch
from bbsynth.embedded_lean.node import find_node
from bbsynth.embedded_lean.package import (
    INVOKERS,
    LAUNCHER,
    LIBRARY,
    LOADER,
    MODULE,
    PACKAGE,
    SYMBOLS,
    folder,
    read_manifest,
)
from bbsynth.lean.toolchain import Toolchain, check_limits, existing_folder

__all__ = ["EmbeddedToolchain", "find_embedded"]

# A thread has two stacks: that of the JavaScript engine, which is checked (the process ends with a
# RangeError), and one inside the module, which is not (it would run over Lean's data). So the first
# has to be used up first. Interpreted Lean code takes three times as much of it as of the second.
_ENGINE_STACK_MB = 48
_MODULE_STACK_KB = 64 * 1024
_PAGE = 64 * 1024
_MOST_PAGES = 32768


@dataclass(frozen=True)
class EmbeddedToolchain(Toolchain):
    """Lean as WebAssembly, with the Node.js that runs it."""

    node: Path
    folder: Path

    @property
    def files(self) -> tuple[Path, ...]:
        """See `Toolchain.files`."""
        node = self.node.resolve()
        # A Node.js that is not one file has its libraries and settings beside its folder.
        beside = (node.parent.parent / "lib", node.parent.parent / "ssl" / "openssl.cnf")
        return (node, *beside, self.folder, *self.search_path, LAUNCHER)

    @property
    def confined(self) -> bool:
        """See `Toolchain.confined`: WebAssembly, within the permissions of Node.js."""
        return True

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
        for_reading = [existing_folder(path, "to be readable") for path in readable]
        for_writing = [existing_folder(path, "to be writable") for path in writable]
        mounts = dict.fromkeys((*self.search_path, cwd, *modules, *for_reading), False)
        mounts |= dict.fromkeys(for_writing, True)
        hosts = {path: path.resolve() for path in mounts}
        pages = _MOST_PAGES if memory_limit is None else min(memory_limit // _PAGE, _MOST_PAGES)
        (library,) = self.search_path
        settings = {
            "loader": str(self.folder / LOADER),
            "module": str(self.folder / MODULE),
            "symbols": str(self.folder / SYMBOLS),
            "invokers": str(self.folder / INVOKERS),
            "library": {"path": f"{library}/", "host": f"{library.resolve()}/"},
            "args": [f"--tstack={_MODULE_STACK_KB}", *args],
            "cwd": str(cwd),
            "env": {
                "LEAN_PATH": ":".join(str(path) for path in (*modules, *self.search_path)),
                "LEAN_NUM_THREADS": str(threads),
            },
            # Outer folders first: an inner one is mounted over a part of the outer one.
            "mounts": [
                {"path": str(path), "host": str(hosts[path]), "writable": mounts[path]}
                for path in sorted(mounts)
            ],
            "threads": threads + 1,
            "resourceLimits": {"stackSizeMb": _ENGINE_STACK_MB},
            "maximumPages": pages,
        }
        allowed = {LAUNCHER, self.folder.resolve(), *hosts.values()}
        changeable = {hosts[path] for path, is_writable in mounts.items() if is_writable}
        flags = [
            "--permission",
            "--allow-worker",
            *(f"--allow-fs-read={path}" for path in sorted(allowed)),
            *(f"--allow-fs-write={path}" for path in sorted(changeable)),
            "--disallow-code-generation-from-strings",
            "--no-warnings",
        ]
        return Launch(
            argv=(str(self.node), *flags, str(LAUNCHER), json.dumps(settings)),
            env=_node_environment(),
            cwd=cwd,
        )


def _node_environment() -> dict[str, str]:
    # Without SYSTEMROOT nothing starts on Windows.
    return {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}


def find_embedded() -> EmbeddedToolchain:
    """Return the embedded Lean that is installed.

    Raises
    ------
    ToolchainError
        If it is not, or was damaged, or Node.js is missing.
    """
    # Node.js grants access to real paths only, and a folder for data may be reached through a link.
    home = folder().resolve()
    manifest = read_manifest(home)
    name = f"{manifest['integrity']} {manifest['patch']}"
    return EmbeddedToolchain(
        kind="embedded",
        version=str(manifest["lean"]),
        origin=f"{PACKAGE.name} {PACKAGE.version} in {home}",
        search_path=(home / LIBRARY,),
        fingerprint=hashlib.sha256(name.encode()).hexdigest()[:16],
        node=find_node(),
        folder=home,
    )
