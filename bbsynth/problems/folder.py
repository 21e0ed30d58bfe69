"""Replacing a dataset folder as a whole: it is there complete, or as it was before.

The new folder is built in a workshop beside the old one and takes its place at the end.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from bbsynth._common.staging import NEW, OLD, sweep, workshop
from bbsynth.errors import DatasetError, OutputError
from bbsynth.problems.index import (
    INDEX_NAME,
    MANIFEST_NAME,
    Dataset,
    problem_files,
    read_manifest,
)

__all__ = ["README_NAME", "check_makeable", "check_replaceable", "replaced_folder"]

README_NAME = "README.md"


def check_replaceable(folder: Path) -> None:
    """Check that nothing is lost if `folder` is replaced by a new dataset.

    It may be missing, empty, or hold a dataset that was not touched since bbsynth wrote it.

    Raises
    ------
    OutputError
        If it is something else, with the reason.
    """
    try:
        sweep(folder.resolve())
        if not folder.exists():
            return
        if not folder.is_dir():
            raise OutputError(f"{folder} is a file; give another folder with --out")
        if not any(folder.iterdir()):
            return
        # First, as the folder may hold everything else there is.
        expected = _expected_files(folder)
        present = {
            path.relative_to(folder).as_posix()
            for path in folder.rglob("*")
            if path.is_symlink() or not path.is_dir()
        }
        foreign = sorted(
            name
            for name in present
            if name not in expected
            or (
                expected[name] is not None
                and (folder / name).read_bytes() != expected[name]  # the user's work, perhaps
            )
        )
    except (OSError, RuntimeError) as error:
        raise OutputError(f"cannot read {folder}: {_reason(error)}") from error
    if foreign:
        count = f"{len(foreign)} files there were" if len(foreign) > 1 else "a file there was"
        raise OutputError(
            f"{folder} is not replaced: {count} not written by bbsynth generate, or changed since "
            f"({', '.join(foreign[:3])}{', …' if len(foreign) > 3 else ''}); move what you want to "
            "keep and delete the folder, or give another one with --out"
        )


def _expected_files(folder: Path) -> dict[str, bytes | None]:
    """Return the files of the dataset in `folder`, with what is in them if that is known."""
    try:
        read_manifest(folder)
        dataset = Dataset.open(folder)
    except DatasetError as error:
        raise OutputError(
            f"{folder} is not empty, and not a dataset that could be replaced ({error}); delete "
            "the folder, or give another one with --out"
        ) from error
    expected: dict[str, bytes | None] = {INDEX_NAME: None, MANIFEST_NAME: None, README_NAME: None}
    for problem in dataset:
        for name, text in problem_files(problem).items():
            expected[name] = text.encode()
    return expected


def check_makeable(folder: Path) -> None:
    """Check that a folder can be made where `folder` is to be; the folders above it are made.

    Raises
    ------
    OutputError
        If it cannot, with the reason.
    """
    with _workshop(folder):
        pass


@contextlib.contextmanager
def _workshop(folder: Path) -> Iterator[tuple[Path, Path]]:
    """Yield the folder that is meant, and a workshop for it; those of killed builds are swept."""
    with contextlib.ExitStack() as stack:
        try:
            folder = folder.resolve()
            folder.parent.mkdir(parents=True, exist_ok=True)
            sweep(folder)
            place = stack.enter_context(workshop(folder))
        except FileExistsError as error:
            raise OutputError(f"cannot write {folder}: {folder.parent} is a file") from error
        except (OSError, RuntimeError) as error:  # RuntimeError: a loop of symbolic links
            raise OutputError(f"cannot write {folder}: {_reason(error)}") from error
        try:
            yield folder, place
        finally:
            try:
                stack.close()
            except OSError as error:
                raise OutputError(
                    f"cannot put {folder} back, which is now {place / OLD}: {_reason(error)}"
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
    clears up after it; see `bbsynth._common.staging`.

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
    with _workshop(folder) as (folder, place):
        try:
            yield place / NEW
            if check is not None:
                check(folder)
            if only_empty and folder.exists():
                _remove_empty(folder)
            if folder.exists():
                folder.rename(place / OLD)
            (place / NEW).rename(folder)
        except OSError as error:
            raise OutputError(f"cannot write {folder}: {_reason(error)}") from error


def _remove_empty(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError as error:
        raise OutputError(
            f"{folder} was empty or not there before, and is not any more: nothing was written to "
            "it; empty it, or give another folder"
        ) from error


def _reason(error: OSError | RuntimeError) -> str:
    return (isinstance(error, OSError) and error.strerror) or str(error)
