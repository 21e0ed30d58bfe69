"""Text of any size, piece by piece.

A file called ``*.jsonl`` or ``*.ndjson`` is a piece a line: all the strings in its JSON, in order.
Any other file is cut into pieces that overlap, so that what is looked for lies whole in one of
them. A piece in which white space or symbols are written as escapes, as in JSON of many lines or in
source code, comes a second time with the escapes resolved, and again while there still are some, as
in JSON within JSON, up to three times. Files that end in ``.gz`` are unpacked on the way. What is
not UTF-8 is replaced; UTF-16 is read as such if it begins with a mark.
"""

from __future__ import annotations

import bisect
import gzip
import io
import itertools
import re
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TextIO

import msgspec

from bbsynth.errors import DatasetError

__all__ = ["Piece", "corpus_files", "is_lines", "looks_packed", "pieces", "readings"]

_PIECE: Final = 1 << 20
_OVERLAP: Final = 1 << 13
_LONGEST_LINE: Final = 1 << 25
_RESOLVED: Final = 3
"""Times that escapes are resolved."""
_NEEDED: Final = re.compile(r"\\(?:[nrt]|u[0-9a-fA-F]{4})")
_ESCAPE: Final = re.compile(r"\\(u[0-9a-fA-F]{4}|.)")
_ESCAPES: Final = {"n": "\n", "r": "\r", "t": "\t"}


@dataclass(frozen=True)
class Piece:
    """A piece of text.

    Attributes
    ----------
    path : Path
        The file.
    line : int
        The line, from 1, that the piece begins in.
    text : str
        The text.
    repeated : int
        How many of its characters were in a piece before.
    breaks : sequence of int, optional
        Where in the text lines of the file end, if not at its own line breaks.
    """

    path: Path
    line: int
    text: str
    repeated: int = 0
    breaks: Sequence[int] | None = None

    def line_at(self, position: int) -> int:
        """Return the line of the file in which a position in the text lies."""
        if self.breaks is None:
            return self.line + self.text.count("\n", 0, position)
        return self.line + bisect.bisect_left(self.breaks, position)


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
    try:
        with path.open("rb") as raw:
            packed = path.suffix.lower() == ".gz"
            unpacked: Any = io.BufferedReader(gzip.GzipFile(fileobj=raw)) if packed else raw
            marked = unpacked.peek(2)[:2] in (b"\xff\xfe", b"\xfe\xff")
            encoding = "utf-16" if marked else "utf-8"
            with io.TextIOWrapper(unpacked, encoding=encoding, errors="replace") as stream:
                found = _lines(path, stream) if is_lines(path) else _overlap(path, stream)
                for number, piece in enumerate(found):
                    if progress is not None and number % 64 == 0:
                        progress(raw.tell())
                    yield piece
                    yield from _resolved(piece)
    except (OSError, EOFError, zlib.error) as error:
        raise DatasetError(
            f"cannot read {path}: {getattr(error, 'strerror', 0) or error}"
        ) from error


def is_lines(path: Path) -> bool:
    """Whether a file is called as files of JSON lines are."""
    return path.name.lower().removesuffix(".gz").endswith((".jsonl", ".ndjson"))


def looks_packed(path: Path) -> bool:
    """Whether a file that is read as text is something else: an archive, a table, a picture.

    Raises
    ------
    DatasetError
        If the file cannot be read.
    """
    try:
        with path.open("rb") as stream:
            start = stream.read(4096)
    except OSError as error:
        raise DatasetError(f"cannot read {path}: {error.strerror or error}") from error
    if start[:2] in (b"\xff\xfe", b"\xfe\xff", b"\x1f\x8b"):
        return start[:2] == b"\x1f\x8b" and path.suffix.lower() != ".gz"
    return b"\0" in start or start.startswith(b"PAR1")


def _resolved(piece: Piece) -> Iterator[Piece]:
    """Yield a piece as it reads without escapes, as long as there are some."""
    parts = [piece.text] if piece.breaks == () else piece.text.split("\n")
    for _ in range(_RESOLVED):
        if not any("\\" in part and _NEEDED.search(part) for part in parts):
            return
        parts = [_ESCAPE.sub(lambda match: _meaning(match[1]), part) for part in parts]
        text = "\n".join(parts)
        ends = itertools.accumulate(len(part) + 1 for part in parts[:-1])
        yield Piece(piece.path, piece.line, text, len(text), tuple(end - 1 for end in ends))


def readings(text: str) -> Iterator[str]:
    """Yield a text, and as it reads with its escapes resolved, as long as there are some."""
    yield text
    for piece in _resolved(Piece(Path(), 1, text)):
        yield piece.text


def _meaning(escape: str) -> str:
    if len(escape) == 5:
        return chr(int(escape[1:], 16))
    return _ESCAPES.get(escape, escape)


def _lines(path: Path, stream: TextIO) -> Iterator[Piece]:
    number = 0
    while line := stream.readline(_LONGEST_LINE):
        number += 1
        if not line.endswith("\n") and len(line) == _LONGEST_LINE:
            # Too long to be one document: read on as text.
            kept = ""
            while line:
                yield Piece(path, number, kept + line, len(kept), ())
                kept = (kept + line)[-_OVERLAP:]
                line = "" if line.endswith("\n") else stream.readline(_PIECE)
            continue
        try:
            text = "\n".join(_strings(msgspec.json.decode(line)))
        except (msgspec.DecodeError, RecursionError):
            text = line
        yield Piece(path, number, text, 0, ())


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _strings(one)
    elif isinstance(value, dict):
        for name, one in value.items():
            yield str(name)
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
