"""Checksums of the files in a folder, as ``sha256sum --check`` reads them."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from bbsynth.errors import DatasetError

__all__ = [
    "MEASURED",
    "SUMS_NAME",
    "check_sums",
    "files_of",
    "odd_files",
    "sha256_of",
    "write_sums",
]

SUMS_NAME: Final = "SHA256SUMS"

MEASURED: Final = "measured"
"""The folder with what differs from build to build. It has checksums of its own."""

_LINE: Final = re.compile(r"([0-9a-f]{64})  (\S.*)")


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in hexadecimal digits."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def files_of(folder: Path) -> list[str]:
    """Return the paths of all files in a folder, sorted; links are listed as such."""
    return sorted(
        path.relative_to(folder).as_posix()
        for path in folder.rglob("*")
        if path.is_symlink() or not path.is_dir()
    )


def odd_files(folder: Path) -> list[str]:
    """Return what in a folder is neither a file nor a folder of its own: links, pipes and such.

    To read them may lead elsewhere, or never end.
    """
    return [
        name
        for name in files_of(folder)
        if (folder / name).is_symlink() or not (folder / name).is_file()
    ]


def write_sums(folder: Path) -> None:
    """Write the checksums of a release: of what is measured, and of all the rest."""
    measured = files_of(folder / MEASURED)
    others = [name for name in files_of(folder) if not name.startswith(f"{MEASURED}/")]
    for where, files in ((folder / MEASURED, measured), (folder, others)):
        names = [name for name in files if name != SUMS_NAME]
        lines = (f"{sha256_of(where / name)}  {name}\n" for name in names)
        (where / SUMS_NAME).write_text("".join(lines), encoding="utf-8", newline="\n")


def check_sums(folder: Path) -> list[str]:
    """Return what is wrong with the files of a release; empty if nothing is.

    Raises
    ------
    DatasetError
        If the checksums cannot be read.
    """
    sums = _read_sums(folder / SUMS_NAME)
    sums.update(
        {f"{MEASURED}/{name}": it for name, it in _read_sums(folder / MEASURED / SUMS_NAME).items()}
    )
    own = {SUMS_NAME, f"{MEASURED}/{SUMS_NAME}"}
    return [
        *_compared(folder, sums),
        *(
            f"{name} is not listed in {SUMS_NAME}"
            for name in files_of(folder)
            if name not in sums and name not in own
        ),
    ]


def _compared(folder: Path, sums: dict[str, str]) -> Iterable[str]:
    for name, expected in sums.items():
        path = folder / name
        if path.is_symlink() or not path.is_file():
            yield f"{name} is missing"
            continue
        found = sha256_of(path)
        if found != expected:
            yield f"{name} was changed: its SHA-256 is {found}, not {expected}"


def _is_plain(name: str) -> bool:
    """Whether a path is relative, and has no part that leads nowhere or up."""
    return not {"", ".", ".."} & set(name.split("/"))


def _read_sums(path: Path) -> dict[str, str]:
    try:
        text = path.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DatasetError(f"cannot read the checksums {path}: {error}") from error
    # No other sign than this one ends a line, so no changed byte can go unseen.
    *lines, last = text.split("\n")
    if last:
        raise DatasetError(f"{path} does not end with the end of a line")
    found: dict[str, str] = {}
    for number, line in enumerate(lines, start=1):
        match = _LINE.fullmatch(line)
        if match is None or match[2] in found or not _is_plain(match[2]):
            raise DatasetError(f"{path}, line {number}: not a checksum: {line!r:.100}")
        found[match[2]] = match[1]
    return found
