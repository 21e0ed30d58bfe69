"""JSON documents of a release: how they are written, and read without trust."""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

import msgspec

from bbsynth.errors import DatasetError

__all__ = ["json_page", "read_json"]

_Document = TypeVar("_Document")


def json_page(value: Any) -> bytes:
    """Return a JSON document as releases write it."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


def read_json(path: Path, kind: type[_Document]) -> _Document:
    """Return the document in a file, which has to be of a type.

    Raises
    ------
    DatasetError
        If it cannot be read, or is no such document.
    """
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except OSError as error:
        raise DatasetError(f"cannot read {path}: {error.strerror or error}") from error
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise DatasetError(f"cannot read {path}: {error}") from error
