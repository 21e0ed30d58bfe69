"""Files of JSON lines that only grow, and hold complete lines whatever happens."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec

from bbsynth.errors import DatasetError, OutputError

__all__ = ["LineReader", "LineWriter", "read_lines"]

T = TypeVar("T")

_ENCODER = msgspec.json.Encoder()


class LineWriter:
    """A file of JSON lines, each written at once, so that it holds complete lines at any time.

    Parameters
    ----------
    path : Path
        The file; it is made if it is missing.
    append : bool
        Whether lines that are there are kept. What a killed process left of a line is cut off.

    Raises
    ------
    OutputError
        If it cannot be written.
    """

    def __init__(self, path: Path, *, append: bool = True) -> None:
        self._path = path
        mode = os.O_RDWR if append else os.O_WRONLY | os.O_TRUNC
        with self._explained():
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = os.open(path, mode | os.O_CREAT | os.O_APPEND, 0o644)
            try:
                if append:
                    _cut_last_line(self._file)
            except BaseException:
                os.close(self._file)
                raise

    @contextlib.contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise OutputError(f"cannot write {self._path}: {error.strerror or error}") from error

    def write(self, value: Any) -> None:
        """Write a value as a line.

        Raises
        ------
        OutputError
            If it cannot be written; nothing of it is then in the file.
        """
        line = _ENCODER.encode(value) + b"\n"
        size = os.fstat(self._file).st_size
        with self._explained():
            try:
                written = 0
                while written < len(line):
                    written += os.write(self._file, line[written:])
            except OSError:
                with contextlib.suppress(OSError):
                    os.ftruncate(self._file, size)
                raise

    def reject(self) -> None:
        """Rename the file to ``<name>.void``, since what is in it must not be used.

        Raises
        ------
        OutputError
            If it cannot be renamed.
        """
        with self._explained():
            self._path.replace(self._path.with_name(f"{self._path.name}.void"))

    def close(self) -> None:
        """Close the file, when everything is on the disk."""
        with contextlib.suppress(OSError):
            os.fsync(self._file)
        os.close(self._file)

    def __enter__(self) -> LineWriter:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _cut_last_line(file: int) -> None:
    """Cut off what stands after the last line end."""
    end = place = os.fstat(file).st_size
    while place:
        start = max(0, place - 65_536)
        found = os.pread(file, place - start, start).rfind(b"\n")
        if found >= 0:
            place = start + found + 1
            break
        place = start
    if place != end:
        os.ftruncate(file, place)


class LineReader(Generic[T]):
    """Reads a file of JSON lines that may still grow.

    Parameters
    ----------
    path : Path
    kind : type
        The type of a line.
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
            If a line is not JSON of that type.
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
    """Yield the values in a file of JSON lines; none if it is missing.

    An incomplete last line is left out.

    Raises
    ------
    DatasetError
        If the file cannot be read, or a line is not JSON of that type.
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
