"""Lean modules as source text: which there are, what they import, and what names their result."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bbsynth.errors import ToolchainError

__all__ = ["BUILD", "Module", "library_modules", "modules_below", "read_modules", "source_of"]

BUILD: Final = "Build.lean"
"""The program that compiles modules, beside them."""

_IMPORT: Final = re.compile(r"^(?:public )?(?:meta )?import (?:all )?(\S+)$", re.MULTILINE)
_OF_LEAN: Final = frozenset({"Init", "Lean", "Lake", "Std"})

_SECONDS: Final[Mapping[str, float]] = {
    "BBSynth.BusyBeaverThree": 5.0,
    "BBSynth.BusyBeaverThreeBlank": 14.0,
    "BBSynth.BusyBeaverThreeOne": 26.0,
}
"""Processor time of modules that take far longer than the size of their text tells."""

_HEAVY_SECONDS: Final = 10.0
"""A proof that takes as long as that takes most of the memory of an embedded Lean, too."""

_BASE_SECONDS: Final = 1.0
_BYTES_PER_SECOND: Final = 6_000


@dataclass(frozen=True)
class Module:
    """A module of Lean.

    Attributes
    ----------
    name : str
        Its name, such as ``BBSynth.Run``.
    source : Path
        Its text.
    imports : tuple of str
        The modules that it imports, those of Lean itself left out.
    key : str
        A digest of its text, those of all modules that it imports directly or not, the toolchain,
        and the program that compiles: equal keys, equal results.
    seconds : float
        About how much processor time it takes to compile with the embedded Lean.
    heavy : bool
        Whether the proofs in it take most of the memory that an embedded Lean can have.
    """

    name: str
    source: Path
    imports: tuple[str, ...]
    key: str
    seconds: float
    heavy: bool

    @property
    def stem(self) -> str:
        """Its place in a folder of modules, without the suffix: ``BBSynth/Run``."""
        return self.name.replace(".", "/")


def source_of(root: Path, name: str) -> Path:
    """Return the file below `root` that holds the text of a module."""
    return root.joinpath(*name.split(".")).with_suffix(".lean")


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else None
        raise ToolchainError(
            f"cannot read {path}, a Lean source of bbsynth: {reason or error}; "
            "the installation of bbsynth is not complete"
        ) from error


def modules_below(root: Path, name: str) -> list[str]:
    """Return `name` and all modules whose names begin with it and a dot, in no special order."""
    folder = root.joinpath(*name.split("."))
    paths = [path.relative_to(root).with_suffix("") for path in sorted(folder.rglob("*.lean"))]
    # Editors leave files beside those that they write, such as `.#Run.lean`.
    found = [".".join(path.parts) for path in paths]
    return [name, *(module for module in found if re.fullmatch(r"\w+(\.\w+)*", module))]


def read_modules(root: Path, names: Iterable[str], *, fingerprint: str) -> dict[str, Module]:
    """Return modules and all that they import, by name, each after those that it imports.

    Parameters
    ----------
    root : Path
        The folder that their names are relative to.
    names : iterable of str
        The modules.
    fingerprint : str
        That of the toolchain; goes into their keys.

    Raises
    ------
    ToolchainError
        If a module is missing, or modules import each other in a circle.
    """
    build = _read(root / BUILD)
    found: dict[str, Module] = {}
    open_modules: list[str] = []

    def visit(name: str) -> None:
        if name in found:
            return
        path = source_of(root, name)
        if name in open_modules:
            raise ToolchainError(f"{path} imports itself through other modules")
        open_modules.append(name)
        text = _read(path)
        imports = tuple(
            other for other in _IMPORT.findall(text) if other.split(".")[0] not in _OF_LEAN
        )
        for other in imports:
            visit(other)
        open_modules.pop()
        digest = hashlib.sha256()
        for part in (fingerprint, build, name, text, *(found[other].key for other in imports)):
            content = part.encode()
            digest.update(len(content).to_bytes(8, "little") + content)
        found[name] = Module(
            name=name,
            source=path,
            imports=imports,
            key=digest.hexdigest(),
            seconds=_SECONDS.get(name, _BASE_SECONDS + len(text) / _BYTES_PER_SECOND),
            heavy=_SECONDS.get(name, 0.0) >= _HEAVY_SECONDS,
        )

    for name in names:
        visit(name)
    return found


def library_modules(root: Path, name: str = "BBSynth") -> list[str]:
    """Return module `name` below `root` and all that it imports, each after those it imports.

    Raises
    ------
    ToolchainError
        If a module is missing, or modules import each other in a circle.
    """
    return list(read_modules(root, [name], fingerprint=""))
