"""Which dataset folders may be replaced: those with nothing in them that could be lost."""

from __future__ import annotations

from pathlib import Path

from bbsynth._common.folders import reason_of, sweep
from bbsynth.errors import DatasetError, OutputError
from bbsynth.problems.index import (
    INDEX_NAME,
    MANIFEST_NAME,
    Dataset,
    problem_files,
    read_manifest,
)

__all__ = ["README_NAME", "check_replaceable"]

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
        raise OutputError(f"cannot read {folder}: {reason_of(error)}") from error
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
