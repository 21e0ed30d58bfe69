"""Replacing a folder as a whole: it is there complete, or as it was before.

The new folder is made in a staging folder beside the old one, with ``new`` in it and, for the
moment in which the two change places, ``old``. Its maker holds a lock on it, which the system lets
go of when the maker dies, however that comes about. Staging folders that nobody holds are swept
when the same folder is made again.

The lock is on the staging folder itself. `filelock`, used elsewhere, makes a file for its lock,
which would have to be deleted with the folder while others may be waiting for it.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from bbsynth.errors import OutputError

__all__ = ["check_makeable", "reason_of", "replaced_folder", "sweep"]

_NEW: Final = "new"
_OLD: Final = "old"

_LONGEST: Final = 100
"""Bytes of a folder's name, at most, that are part of the names of its staging folders."""

_SUFFIX: Final = re.compile(r"[a-z0-9_]{8}")


def _prefix(folder: Path) -> str:
    """Return how the names of all staging folders of a folder begin, and no others."""
    name = folder.name
    if len(os.fsencode(name)) > _LONGEST:
        digest = hashlib.blake2b(os.fsencode(name), digest_size=8).hexdigest()
        name = f"{name[: _LONGEST // 4]}-{digest}"
    return f".{name}.bbsynth-"


@contextlib.contextmanager
def _locked_staging(folder: Path) -> Iterator[Path]:
    """Yield a new staging folder, held by a lock. At the end it is gone, with all that is in it.

    If the folders were changing places by then, the old one is put back.

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
                    (place / _NEW).mkdir()
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
    """Take away the staging folders of a folder whose makers were killed.

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
        if _locked(held) and {path.name for path in place.iterdir()} <= {_NEW, _OLD}:
            _clear(place, folder)
    finally:
        os.close(held)


def _clear(place: Path, folder: Path) -> None:
    """Take a staging folder away. If the folders were changing places, the old one is put back."""
    old = place / _OLD
    if old.exists() and (place / _NEW).exists():
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


def check_makeable(folder: Path) -> None:
    """Check that a folder can be made where `folder` is to be; the folders above it are made.

    Raises
    ------
    OutputError
        If it cannot, with the reason.
    """
    with _staging(folder):
        pass


@contextlib.contextmanager
def _staging(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Yield the folder that is meant, and a staging folder; those of killed builds are swept."""
    with contextlib.ExitStack() as stack:
        try:
            folder = folder.resolve()
            folder.parent.mkdir(parents=True, exist_ok=True)
            sweep(folder)
            place = stack.enter_context(_locked_staging(folder))
        except FileExistsError as error:
            raise OutputError(f"cannot write {folder}: {folder.parent} is a file") from error
        except (OSError, RuntimeError) as error:  # RuntimeError: a loop of symbolic links
            raise OutputError(f"cannot write {folder}: {reason_of(error)}") from error
        try:
            yield folder, place
        finally:
            try:
                stack.close()
            except OSError as error:
                raise OutputError(
                    f"cannot put {folder} back, which is now {place / _OLD}: {reason_of(error)}"
                ) from error


@contextlib.contextmanager
def replaced_folder(
    folder: Path,
    *,
    only_empty: bool = False,
    check: Callable[[Path], object] | None = None,
) -> Iterator[Path]:
    """Yield an empty folder that takes the place of `folder` if nothing goes wrong.

    Whatever ends the block early, an interrupt from the keyboard included, leaves `folder` as it
    was, and nothing beside it. Where the process is killed, the next that makes the same folder
    clears up after it.

    Parameters
    ----------
    folder : Path
        The folder.
    only_empty : bool
        Whether to leave it alone if by the end of the block there is anything in it.
    check : callable, optional
        Asked at the end of the block whether it may be replaced; it raises an error if not.

    Raises
    ------
    OutputError
        If the new folder cannot be written or put in place.
    """
    with _staging(folder) as (folder, place):
        try:
            yield place / _NEW
            if check is not None:
                check(folder)
            if only_empty and folder.exists():
                _remove_empty(folder)
            if folder.exists():
                folder.rename(place / _OLD)
            (place / _NEW).rename(folder)
        except OSError as error:
            raise OutputError(f"cannot write {folder}: {reason_of(error)}") from error


def _remove_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError as error:
        raise OutputError(
            f"{folder} was empty or not there before, and is not any more: nothing was written to "
            "it; empty it, or give another folder"
        ) from error


def reason_of(error: OSError | RuntimeError) -> str:
    """Return why something could not be read or written, in a few words."""
    return (isinstance(error, OSError) and error.strerror) or str(error)
