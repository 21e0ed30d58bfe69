"""Writing files so that nobody ever sees half of one."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from bbsynth.errors import DatasetError, OutputError

__all__ = [
    "atomic_writer",
    "check_writable",
    "json_document",
    "read_json",
    "write_atomically",
]

_Document = TypeVar("_Document")


def json_document(value: Any) -> bytes:
    """Return a value as a JSON document that people can read, too."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


def read_json(path: Path, kind: type[_Document]) -> _Document:
    """Return the JSON document in a file, which has to be of a type.

    Raises
    ------
    DatasetError
        If the file cannot be read, or holds something else.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except OSError as error:
        raise DatasetError(f"cannot read {path}: {error.strerror or error}") from error
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise DatasetError(f"cannot read {path}: {error}") from error


def write_atomically(path: Path, content: str | bytes) -> None:
    """Write `content` to `path` by way of a temporary file in the same folder and a rename.

    Missing parent folders are made; symbolic links are followed; a device or a pipe is written to
    as it is. Text is written as UTF-8 with ``\\n`` line ends on every
    platform, so that equal content is equal bytes.

    Raises
    ------
    OutputError
        If the file cannot be written; whatever stood at `path` before is untouched.
    """
    data = content.encode("utf-8") if isinstance(content, str) else content
    temporary: str | None = None
    try:
        if _is_device(path):
            path.write_bytes(data)
            return
        path = path.resolve()
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
        temporary = None
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from error
    finally:
        if temporary is not None:
            with contextlib.suppress(OSError):
                Path(temporary).unlink()


@contextlib.contextmanager
def atomic_writer(path: Path) -> Iterator[Callable[[str], object]]:
    """Give a function that writes text to what becomes `path` when the block ends.

    If the block ends with an error, whatever stood at `path` before is untouched.

    Raises
    ------
    OutputError
        If the file cannot be written.
    """
    if _is_device(path):
        with _plain_writer(path) as write:
            yield write
        return
    try:
        path = path.resolve()
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}.")
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from error
    temporary = Path(name)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as stream:

            def write(text: str) -> None:
                try:
                    stream.write(text)
                except OSError as error:
                    raise OutputError(f"cannot write {path}: {error.strerror or error}") from error

            yield write
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink()


@contextlib.contextmanager
def _plain_writer(path: Path) -> Iterator[Callable[[str], object]]:
    try:
        with path.open("w", encoding="utf-8", newline="\n") as stream:
            yield stream.write
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from error


def _is_device(path: Path) -> bool:
    """Whether there is something that must not be replaced by a file."""
    return path.exists() and not path.is_file() and not path.is_dir()


def check_writable(path: Path) -> None:
    """Check that a file can be written at `path`, before the work is done that will fill it.

    Missing parent folders are made.

    Raises
    ------
    OutputError
        If it cannot be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise OutputError(f"cannot write {path}: it is a folder")
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise OutputError(f"cannot write {path}: {error.strerror or error}") from error
