"""Text of any size, piece by piece.

A file called ``*.jsonl`` is a piece a line: all the strings in its JSON, in order. Any other file
is cut into pieces that overlap, so that what is looked for lies whole in one of them. Files that
end in ``.gz`` are unpacked on the way. What is not UTF-8 is replaced.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TextIO

import msgspec

from bbsynth.errors import DatasetError

__all__ = ["Piece", "corpus_files", "pieces"]

_PIECE: Final = 1 << 20
_OVERLAP: Final = 1 << 13
_LONGEST_LINE: Final = 1 << 25


@dataclass(frozen=True)
class Piece:
    """A piece of text: the file, the line (from 1) it begins in, the text, and how many of its
    characters the piece before had too."""

    path: Path
    line: int
    text: str
    repeated: int = 0


def corpus_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files that are named, and all files in the folders that are named.

    Raises
    ------
    DatasetError
        If there is no such file, or there are none in a folder.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            inside = sorted(file for file in path.rglob("*") if file.is_file())
            if not inside:
                raise DatasetError(f"there are no files in {path}")
            found += inside
        elif path.is_file():
            found.append(path)
        else:
            raise DatasetError(f"there is no file {path}")
    return found


def pieces(path: Path, *, progress: Callable[[int], object] | None = None) -> Iterator[Piece]:
    """Return the text of a file, piece by piece.

    Parameters
    ----------
    path : Path
        The file.
    progress : callable, optional
        Told now and then how many bytes of the file have been read.

    Raises
    ------
    DatasetError
        If the file cannot be read.
    """
    name = path.name.removesuffix(".gz")
    try:
        with path.open("rb") as raw:
            unpacked: Any = gzip.GzipFile(fileobj=raw) if path.suffix == ".gz" else raw
            with io.TextIOWrapper(unpacked, encoding="utf-8", errors="replace") as stream:
                found = _lines(path, stream) if name.endswith(".jsonl") else _overlap(path, stream)
                for number, piece in enumerate(found):
                    if progress is not None and number % 64 == 0:
                        progress(raw.tell())
                    yield piece
    except (OSError, EOFError, zlib.error) as error:
        raise DatasetError(
            f"cannot read {path}: {getattr(error, 'strerror', 0) or error}"
        ) from error


def _lines(path: Path, stream: TextIO) -> Iterator[Piece]:
    number = 0
    while line := stream.readline(_LONGEST_LINE):
        number += 1
        if not line.endswith("\n") and len(line) == _LONGEST_LINE:
            # Too long to be one document: read on as text.
            kept = ""
            while line:
                yield Piece(path, number, kept + line, len(kept))
                kept = (kept + line)[-_OVERLAP:]
                line = "" if line.endswith("\n") else stream.readline(_PIECE)
            continue
        try:
            text = "\n".join(_strings(msgspec.json.decode(line)))
        except (msgspec.DecodeError, RecursionError):
            text = line
        yield Piece(path, number, text)


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _strings(one)


def _overlap(path: Path, stream: TextIO) -> Iterator[Piece]:
    line, kept = 1, ""
    while True:
        new = stream.read(_PIECE)
        if not new:
            return
        text = kept + new
        yield Piece(path, line, text, len(kept))
        kept = text[-_OVERLAP:]
        line += text.count("\n", 0, len(text) - len(kept))
