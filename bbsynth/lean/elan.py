"""elan's folders: which toolchains are installed, read from the disk without asking elan.

elan puts shims named ``lean`` and ``lake`` on ``$PATH``. A shim chooses a toolchain by the working
directory, looks up channels such as ``stable`` on the network, and installs what is missing; so do
``elan run`` and ``elan which``. Therefore nothing here starts a shim or elan, except for
`install_pinned`, which installs a toolchain because the user has asked for it.

The layout (elan 4.2): ``$ELAN_HOME``, by default ``~/.elan``, holds ``settings.toml`` with the
default toolchain, ``bin`` with elan and its shims, and ``toolchains`` with a folder, or a link to
one, for each toolchain. In the name of such a folder ``/`` is written ``--`` and ``:`` is written
``---``.
"""

from __future__ import annotations

import filecmp
import os
import re
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bbsynth._common.resources import user_path
from bbsynth.errors import ToolchainError

__all__ = [
    "PINNED",
    "ElanToolchain",
    "default_name",
    "elan_home",
    "elan_program",
    "folder_of",
    "install_pinned",
    "installed_toolchains",
    "is_shim",
    "lean_program",
    "pinned_version",
]

PINNED: Final = "leanprover/lean4:v4.28.0"
"""The toolchain that bbsynth is developed and tested with; ``lean-toolchain`` names the same."""

_ORIGIN: Final = "leanprover/lean4"
_SUFFIX: Final = ".exe" if sys.platform == "win32" else ""
_RELEASE: Final = re.compile(r"v?(\d+)\.(\d+)\.(\d+)(?:-(.+))?")
_OLD_ELAN: Final = (4, 0, 0)


@dataclass(frozen=True, slots=True)
class ElanToolchain:
    """A toolchain in elan's folder.

    Attributes
    ----------
    name : str
        As elan writes it, such as ``leanprover/lean4:v4.28.0``.
    folder : Path
        Where it is installed.
    """

    name: str
    folder: Path

    @property
    def program(self) -> Path:
        """The real program, not a shim. It may be missing if the installation is incomplete."""
        return lean_program(self.folder)

    @property
    def release(self) -> tuple[int, int, int] | None:
        """The version, read from the name; None for a pre-release, a nightly or another name."""
        match = _RELEASE.fullmatch(self.name.rpartition(":")[2])
        if match is None or match[4]:
            return None
        return int(match[1]), int(match[2]), int(match[3])


def lean_program(prefix: Path) -> Path:
    """Return where the program ``lean`` is in a toolchain that is installed in `prefix`."""
    return prefix / "bin" / f"lean{_SUFFIX}"


def pinned_version() -> str:
    """Return the version of the pinned toolchain, such as ``4.28.0``."""
    return PINNED.rpartition(":v")[2]


def elan_home() -> Path:
    """Return elan's folder: ``$ELAN_HOME``, otherwise ``~/.elan``. It need not exist."""
    named = os.environ.get("ELAN_HOME")
    return user_path(named, "$ELAN_HOME").absolute() if named else Path.home() / ".elan"


def elan_program() -> Path | None:
    """Return the program ``elan``, or None if elan is not installed."""
    beside = elan_home() / "bin" / f"elan{_SUFFIX}"
    if beside.is_file():
        return beside
    on_path = shutil.which("elan")
    return None if on_path is None else Path(on_path)


def folder_of(name: str) -> Path:
    """Return the folder in which elan keeps the toolchain `name`. It need not exist."""
    return elan_home() / "toolchains" / name.replace("/", "--").replace(":", "---")


def installed_toolchains() -> list[ElanToolchain]:
    """Return the toolchains in elan's folder: releases first, newest first, then the others."""
    try:
        folders = sorted(path for path in (elan_home() / "toolchains").iterdir() if path.is_dir())
    except OSError:
        return []
    found = [
        ElanToolchain(path.name.replace("---", ":").replace("--", "/"), path)
        for path in folders
        if path.suffix != ".tmp"  # what elan is unpacking at the moment
    ]
    return sorted(found, key=lambda one: one.release or (0, 0, 0), reverse=True)


def default_name() -> str | None:
    """Return the default toolchain as elan's ``settings.toml`` has it, or None if it has none.

    It may be a channel such as ``leanprover/lean4:stable``, for which elan asks the network.
    """
    try:
        settings = tomllib.loads((elan_home() / "settings.toml").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    name = settings.get("default_toolchain")
    return name if isinstance(name, str) and name else None


def default_toolchain() -> ElanToolchain | None:
    """Return elan's default toolchain if it is installed.

    For the channel ``stable`` that is the newest release that is installed, which is also what elan
    takes when it has no network.
    """
    name = default_name()
    if name is None:
        return None
    installed = installed_toolchains()
    origin, _, release = name.rpartition(":")
    if release == "stable":
        return next((one for one in installed if one.release is not None), None)
    if not origin and release[:1].isdigit():
        release = f"v{release}"
    wanted = {name, f"{origin or _ORIGIN}:{release}"}
    return next((one for one in installed if one.name in wanted), None)


def is_shim(path: Path) -> bool:
    """Whether `path` is one of elan's shims: the program elan itself, under another name."""
    real = path.resolve()
    if real.stem.startswith("elan"):
        return True
    if elan_home().resolve() / "bin" in (path.parent.resolve(), real.parent):
        return True
    known = elan_program()
    beside = {folder / f"elan{_SUFFIX}" for folder in (path.parent, real.parent)}
    for elan in beside | ({known} if known is not None else set()):
        try:
            if elan.is_file() and (elan.samefile(real) or filecmp.cmp(elan, real)):
                return True
        except OSError:
            continue
    return False


def install_pinned() -> Path:
    """Have elan download and install the pinned toolchain, and return its folder.

    What elan prints goes to where bbsynth prints. If the toolchain is there already, elan is not
    asked.

    Raises
    ------
    ToolchainError
        If elan is missing or fails, or the toolchain is there but incomplete.
    """
    folder = folder_of(PINNED)
    needed = lean_program(folder), folder / "lib" / "lean" / "Init.olean"
    missing = next((file for file in needed if not file.is_file()), None)
    if missing is None:
        return folder
    elan = elan_program()
    if elan is None:
        raise ToolchainError(
            f"elan, the installer of Lean toolchains, is neither in {elan_home() / 'bin'} nor on "
            "$PATH. Install it (https://lean-lang.org/install/) and run `bbsynth setup --native` "
            "again, or go on with the embedded Lean: `bbsynth setup --embedded`"
        )
    if folder.exists():
        raise ToolchainError(
            f"{folder} is incomplete: there is no {missing}. Remove it with "
            f"`elan toolchain uninstall {PINNED}`, and run `bbsynth setup --native` again"
        )
    try:
        status = subprocess.run(  # noqa: S603  (the user's own elan)
            [str(elan), "toolchain", "install", PINNED], stdin=subprocess.DEVNULL, check=False
        ).returncode
    except OSError as error:
        raise ToolchainError(f"cannot start {elan}: {error.strerror or error}") from error
    if status != 0 or not all(file.is_file() for file in needed):
        raise ToolchainError(
            f"`elan toolchain install {PINNED}` failed (exit {status}); what elan said is above. "
            f"{_advice(elan)} Then run `bbsynth setup --native` again; until then, the embedded "
            "Lean does the work"
        )
    return folder


def _advice(elan: Path) -> str:
    """Return what is probably wrong when elan cannot install a toolchain."""
    version = _elan_version(elan)
    if version is not None and version < _OLD_ELAN:
        return (
            f"This is elan {'.'.join(map(str, version))}, and old versions may be unable to "
            "download: update it with `elan self update`, or install a newer one."
        )
    return "See that the network can be reached."


def _elan_version(elan: Path) -> tuple[int, int, int] | None:
    try:
        done = subprocess.run(  # noqa: S603  (the user's own elan)
            [str(elan), "--version"],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=10,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    match = re.match(r"elan (\d+)\.(\d+)\.(\d+)", done.stdout)
    return (int(match[1]), int(match[2]), int(match[3])) if match else None
