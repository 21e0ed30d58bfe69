"""What `bbsynth decide` can be given: a machine, a list of machines, or a seed database."""

from __future__ import annotations

import itertools
import sys
from collections.abc import Iterator
from pathlib import Path

from bbsynth.busy_beaver.machines import Machine
from bbsynth.busy_beaver.machines.files import SeedDatabase, read_machine_list
from bbsynth.errors import DatasetError, MachineFormatError, UsageError

__all__ = ["read_input"]

_PROBE = 256


def read_input(source: str, *, limit: int | None = None) -> Iterator[Machine]:
    """Return the machines that `source` names, at most `limit`, read as they are asked for.

    ``-`` is a list of machines on standard input. A file is read as a list if it begins like one,
    and as a seed database otherwise. Anything else is a machine.

    Raises
    ------
    DatasetError
        If there is no such file, it cannot be read, is neither, or has machines of different
        classes.
    MachineFormatError
        If `source` is no file, and a machine with a mistake in it.
    UsageError
        If `limit` is negative.
    """
    if limit is not None and (isinstance(limit, bool) or limit < 0):
        raise UsageError(f"the most machines to read are 0 or more, not {limit!r}")
    return itertools.islice(_all(source), limit)


def _all(source: str) -> Iterator[Machine]:
    if source == "-":
        return read_machine_list(sys.stdin, where="standard input", one_class=True)
    path = Path(source)
    if not _exists(path):
        try:
            return iter((Machine.parse(source),))
        except MachineFormatError as error:
            if source[:3] != "---" and not source[:1].isdigit():
                raise DatasetError(
                    f"there is no file {source}, and it is not a machine: {error}"
                ) from None
            raise
    if path.is_dir():
        raise DatasetError(f"{path} is a folder; give a file with machines")
    if _looks_like_text(path):
        return _lines(path)
    return SeedDatabase.open(path).machines()


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # too long for a name, as a machine can be
        return False


def _looks_like_text(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            return b"\0" not in stream.read(_PROBE)
    except OSError as error:
        raise DatasetError(f"cannot read {path}: {error.strerror or error}") from None


def _lines(path: Path) -> Iterator[Machine]:
    try:
        with path.open(encoding="utf-8") as stream:
            yield from read_machine_list(stream, where=str(path), one_class=True)
    except UnicodeDecodeError:
        raise DatasetError(f"{path} is not a text file in UTF-8") from None
