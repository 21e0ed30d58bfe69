"""A file of JSON lines that only grows, and holds complete lines whatever happens."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from bbsynth.errors import DatasetError, OutputError

__all__ = ["Journal", "read_lines"]

T = TypeVar("T")

_ENCODER = msgspec.json.Encoder()


class Journal:
    """A file to which lines are appended, each in one write.

    What a process that was killed left of a line is cut off when the file is opened again.

    Parameters
    ----------
    path : Path
        The file; it is made if it is missing.

    Raises
    ------
    OutputError
        If it cannot be written.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o644)
            try:
                self._cut()
            except BaseException:
                os.close(self._file)
                raise
        except OSError as error:
            raise OutputError(f"cannot write {path}: {error.strerror or error}") from error

    def _cut(self) -> None:
        end = os.fstat(self._file).st_size
        place = end
        while place:
            start = max(0, place - 65_536)
            found = os.pread(self._file, place - start, start).rfind(b"\n")
            if found >= 0:
                place = start + found + 1
                break
            place = start
        if place != end:
            os.ftruncate(self._file, place)

    def append(self, value: Any) -> None:
        """Write a value as a line.

        Raises
        ------
        OutputError
            If it cannot be written; nothing of it is then in the file.
        """
        line = _ENCODER.encode(value) + b"\n"
        size = os.fstat(self._file).st_size
        try:
            written = 0
            while written < len(line):
                written += os.write(self._file, line[written:])
        except OSError as error:
            with contextlib.suppress(OSError):
                os.ftruncate(self._file, size)
            raise OutputError(f"cannot write {self._path}: {error.strerror or error}") from error

    def close(self) -> None:
        """See that everything is on the disk, and close the file."""
        with contextlib.suppress(OSError):
            os.fsync(self._file)
        os.close(self._file)

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class LineReader(Generic[T]):
    """Reads a journal that may still grow.

    Parameters
    ----------
    path : Path
    kind : type
        What a line is.
    """

    def __init__(self, path: Path, kind: type[T]) -> None:
        self._path = path
        self._decoder = msgspec.json.Decoder(kind)
        self._stream = path.open("rb")
        self._number = 0

    def next(self) -> T | None:
        """Return the next value, or None if there is no complete line yet.

        Raises
        ------
        DatasetError
            If a line is not what it should be.
        """
        place = self._stream.tell()
        line = self._stream.readline()
        if not line.endswith(b"\n"):
            self._stream.seek(place)
            return None
        self._number += 1
        try:
            return self._decoder.decode(line)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise DatasetError(
                f"{self._path}, line {self._number}: {error}; the file was changed or damaged"
            ) from error

    def close(self) -> None:
        """Close the file."""
        self._stream.close()


def read_lines(path: Path, kind: type[T]) -> Iterator[T]:
    """Return the values in a journal; an incomplete last line is left out.

    Raises
    ------
    DatasetError
        If the file cannot be read, or a line is not what it should be.
    """
    try:
        reader = LineReader(path, kind)
    except FileNotFoundError:
        return
    except OSError as error:
        raise DatasetError(f"cannot read {path}: {error.strerror or error}") from error
    try:
        while (value := reader.next()) is not None:
            yield value
    finally:
        reader.close()
