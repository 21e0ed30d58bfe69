"""The plain files of a release, in one archive that is also a Lake project.

::

    lakefile.lean, lean-toolchain     `lake build` compiles everything that follows
    CANARY.txt                        what marks the texts of the release
    BBSynth.lean, BBSynth/            the library
    Problems/<theorem>.lean           the formal statement, with `sorry`
    Problems/<theorem>.md             the informal statement
    Proofs/<theorem>.lean             the reference proof, where the split shows it

Files are named after the theorems, since Lean has to be able to call them modules. The archive has
no times and a fixed order, so that equal files give equal bytes.
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final

from bbsynth._common.resources import lean_dir
from bbsynth.errors import DatasetError
from bbsynth.lean.elan import PINNED
from bbsynth.release.configuration import Configuration
from bbsynth.release.rows import Row

__all__ = [
    "ARCHIVE_NAME",
    "LEAN_TOOLCHAIN",
    "archive_files",
    "library_digest",
    "library_files",
    "read_archive",
    "write_archive",
]

ARCHIVE_NAME: Final = "lean-project.zip"

_LAKEFILE: Final = """\
import Lake
open Lake DSL

package «{package}»

/-- The semantics of Turing machines and the theorems that proofs use. -/
lean_lib BBSynth

/-- The statements, each a module that nothing imports; `sorry` stands for the proofs. -/
@[default_target]
lean_lib Problems where
  globs := #[.submodules `Problems]
"""

_PROOFS: Final = """\

/-- The reference proofs. -/
@[default_target]
lean_lib Proofs where
  globs := #[.submodules `Proofs]
"""

LEAN_TOOLCHAIN: Final = PINNED
"""The Lean that the project asks for, as elan names it."""

_MOST_BYTES: Final = 1_000_000_000
"""The most that an archive may hold, unpacked."""

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)


def library_files() -> dict[str, bytes]:
    """Return the Lean library: its files by path."""
    root = lean_dir()
    paths = [root / "BBSynth.lean", *sorted((root / "BBSynth").rglob("*.lean"))]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in paths}


def library_digest(files: Mapping[str, bytes]) -> str:
    """Return the SHA-256 of the files of the library, with their paths and sizes."""
    digest = hashlib.sha256()
    for name in sorted(files):
        digest.update(f"{name}\0{len(files[name])}\0".encode() + files[name])
    return digest.hexdigest()


def archive_files(rows: Iterable[Row], configuration: Configuration) -> dict[str, bytes]:
    """Return the files of the archive of a release, by path.

    Raises
    ------
    DatasetError
        If two theorems would have the same file.
    """
    lakefile = _LAKEFILE.format(package=configuration.name.replace("-", "_"))
    files = {
        "lean-toolchain": f"{LEAN_TOOLCHAIN}\n".encode(),
        "CANARY.txt": f"bbsynth canary GUID {configuration.canary}\n".encode(),
        **library_files(),
    }
    stems: set[str] = set()
    any_proof = False
    for row in rows:
        stem = row.theorem.replace(".", "_")
        if stem.casefold() in stems:
            raise DatasetError(f"two theorems would be the file {stem}.lean")
        stems.add(stem.casefold())
        files[f"Problems/{stem}.lean"] = row.formal_statement.encode()
        files[f"Problems/{stem}.md"] = row.informal_statement.encode()
        if row.reference_proof is not None:
            any_proof = True
            files[f"Proofs/{stem}.lean"] = row.reference_proof.encode()
    files["lakefile.lean"] = (lakefile + _PROOFS * any_proof).encode()
    return files


def write_archive(path: Path, files: Mapping[str, bytes]) -> None:
    """Write a zip archive of files, in the order of their paths."""
    with zipfile.ZipFile(path, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 3  # as on Unix, wherever it is written
            entry.external_attr = 0o100644 << 16
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, files[name], compresslevel=6)


def read_archive(path: Path) -> dict[str, bytes]:
    """Return the files of an archive by path.

    Raises
    ------
    DatasetError
        If it cannot be read, or names a file twice.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if len(set(names)) != len(names):
                raise DatasetError(f"{path} names a file twice")
            if sum(one.file_size for one in archive.infolist()) > _MOST_BYTES:
                raise DatasetError(f"{path} would unpack to more than {_MOST_BYTES:,} bytes")
            return {name: archive.read(name) for name in names}
    except (
        OSError,
        EOFError,
        ValueError,
        RuntimeError,  # also NotImplementedError: encrypted, or packed in an unknown way
        zlib.error,
        zipfile.BadZipFile,
    ) as error:
        raise DatasetError(f"cannot read {path}: {error}") from error
