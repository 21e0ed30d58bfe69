"""Where a folder is made before it takes its place, and what becomes of it if the maker is killed.

A workshop lies beside the folder that it is for, with ``new`` in it, which is being made, and, for
the moment in which the two change places, ``old``. Its maker holds a lock on it, which the system
lets go of when the maker dies, however that comes about. Workshops that nobody holds are swept when
the same folder is made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

__all__ = ["NEW", "OLD", "sweep", "workshop"]

NEW: Final = "new"
OLD: Final = "old"

_LONGEST: Final = 100
"""Bytes of a folder's name, at most, that are part of the names of its workshops."""

_SUFFIX: Final = re.compile(r"[a-z0-9_]{8}")


def _prefix(folder: Path) -> str:
    """Return how the names of all workshops of a folder begin, and no others."""
    name = folder.name
    if len(os.fsencode(name)) > _LONGEST:
        digest = hashlib.blake2b(os.fsencode(name), digest_size=8).hexdigest()
        name = f"{name[: _LONGEST // 4]}-{digest}"
    return f".{name}.bbsynth-"


@contextlib.contextmanager
def workshop(folder: Path) -> Iterator[Path]:
    """Yield a new workshop for a folder; it is gone at the end, with all that is left in it.

    An old folder that is in it while the new one is, too, is put back.

    Parameters
    ----------
    folder : Path
        The folder, with symbolic links resolved; the one above it has to be there.

    Raises
    ------
    OSError
        If it cannot be made, or what was in it cannot be put back; then nothing is lost.
    """
    while True:
        place = Path(tempfile.mkdtemp(dir=folder.parent, prefix=_prefix(folder)))
        with contextlib.suppress(FileNotFoundError):
            # Until it is locked, somebody who sweeps may take it for one that was left.
            held = os.open(place, os.O_RDONLY | os.O_DIRECTORY)
            try:
                if _locked(held) is not False and _is_there(place, held):
                    (place / NEW).mkdir()
                    break
            except BaseException:
                os.close(held)
                raise
            os.close(held)
    try:
        yield place
    finally:
        try:
            _clear(place, folder)
        finally:
            os.close(held)


def sweep(folder: Path) -> None:
    """Take away the workshops of a folder whose makers were killed.

    If one was killed while the folders changed places, the old one is put back. What cannot be
    swept, or may still be needed, is left alone.

    Parameters
    ----------
    folder : Path
        The folder, with symbolic links resolved.
    """
    prefix = _prefix(folder)
    try:
        beside = sorted(folder.parent.iterdir())
    except OSError:
        return
    for place in beside:
        name = place.name
        if name.startswith(prefix) and _SUFFIX.fullmatch(name.removeprefix(prefix)):
            with contextlib.suppress(OSError):
                _sweep(place, folder)


def _sweep(place: Path, folder: Path) -> None:
    held = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    try:
        if _locked(held) and {path.name for path in place.iterdir()} <= {NEW, OLD}:
            _clear(place, folder)
    finally:
        os.close(held)


def _clear(place: Path, folder: Path) -> None:
    """Take a workshop away. If the folders were changing places, the old one is put back."""
    old = place / OLD
    if old.exists() and (place / NEW).exists():
        if folder.exists():
            return  # Somebody else has put it there; the old one is kept.
        old.rename(folder)
    shutil.rmtree(place, ignore_errors=True)


def _locked(held: int) -> bool | None:
    """Lock an open folder for ourselves; None if this system, or its file system, has no locks."""
    try:
        import fcntl
    except ImportError:
        return None
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def _is_there(place: Path, held: int) -> bool:
    try:
        return os.path.samestat(place.stat(), os.fstat(held))
    except FileNotFoundError:
        return False
