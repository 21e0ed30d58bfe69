"""Candidate proofs on disk, and the problems that they are meant for.

A candidate is a file ``<problem-id>.lean``. The dataset with the problem is given, or is the one
that the file lies in: the closest folder above it with a ``problems.jsonl``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bbsynth.errors import DatasetError, UsageError
from bbsynth.problems.index import INDEX_NAME, PROOFS_NAME, Dataset
from bbsynth.problems.problem import Problem

__all__ = ["MAX_BYTES", "Candidate", "find_candidates", "read_candidate"]

MAX_BYTES: Final = 1_000_000
"""The largest file that is read. The longest proof that anybody would want is far shorter."""

_SUFFIX: Final = ".lean"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file, and the problem that it is meant to solve.

    Parameters
    ----------
    path : Path
        The file, as the user named it.
    problem : Problem
        The problem.
    """

    path: Path
    problem: Problem


def read_candidate(path: Path) -> tuple[str, str]:
    """Return the text of a file that is not trusted, and what is wrong with it.

    Returns
    -------
    text : str
        The text; empty if there is something wrong.
    fault : str
        Why the file is not a text that could be a proof; empty if it could be one.

    Raises
    ------
    DatasetError
        If the file cannot be read.
    """
    try:
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
    except OSError as error:
        raise DatasetError(f"cannot read {path}: {error.strerror or error}") from error
    if len(data) > MAX_BYTES:
        return "", f"the file is larger than {MAX_BYTES:,} bytes"
    try:
        return data.decode("utf-8-sig"), ""
    except UnicodeDecodeError as error:
        return "", f"not UTF-8: {error.reason} at byte {error.start:,}"


def find_candidates(paths: Sequence[Path], dataset: Dataset | None = None) -> list[Candidate]:
    """Return the candidates in files and folders, each file once, in order.

    Parameters
    ----------
    paths : sequence of Path
        Files; folders of files; datasets, whose reference proofs are meant.
    dataset : Dataset, optional
        Where the problems are; by default the dataset that a path lies in.

    Raises
    ------
    UsageError
        If a path does not exist, has no proof in it, or lies in no dataset.
    DatasetError
        If a file is named after no problem of the dataset, or the dataset is damaged.
    """
    opened: dict[Path, Dataset] = {}
    found: dict[Path, Candidate] = {}
    for path in paths:
        files = list(_files(path))
        if not files:
            raise UsageError(f"there is no {_SUFFIX} file in {path}")
        problems = dataset if dataset is not None else _dataset_of(path, opened)
        for file in files:
            problem = problems[file.name.removesuffix(_SUFFIX)]
            found.setdefault(file.resolve(), Candidate(file, problem))
    return list(found.values())


def _files(path: Path) -> Iterator[Path]:
    try:
        if path.is_dir():
            folder = path / PROOFS_NAME if (path / INDEX_NAME).is_file() else path
            if not folder.is_dir():
                raise UsageError(f"the dataset {path} has no folder {PROOFS_NAME}")
            for file in sorted(folder.iterdir()):
                if file.suffix == _SUFFIX and not file.name.startswith(".") and file.is_file():
                    yield file
        elif not path.exists():
            raise UsageError(f"there is no file or folder {path}")
        elif path.suffix != _SUFFIX:
            raise UsageError(f"{path} is not a {_SUFFIX} file")
        else:
            yield path
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror or error}") from error


def _dataset_of(path: Path, opened: dict[Path, Dataset]) -> Dataset:
    start = path.resolve()
    for folder in (start, *start.parents):
        if folder not in opened and (folder / INDEX_NAME).is_file():
            opened[folder] = Dataset.open(folder)
        if folder in opened:
            return opened[folder]
    raise UsageError(
        f"{path} does not lie in a dataset; name the one with the problems (--dataset DIR)"
    )
