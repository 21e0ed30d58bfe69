"""Candidate proofs on disk, and the problems that they are meant for.

They come as files or as lines of JSON:

- ``<problem-id>.lean``, one file for each problem;
- ``<problem-id>/<sample>.lean``, several (also if the sample has the name of another problem);
- ``*.jsonl``, an object a line with ``problem_id``, ``completion``, and, if there are several for a
  problem, ``sample``. Other keys are let be, but ``dataset``: if it is there, it is the SHA-256 of
  the ``problems.jsonl`` that the answers were made for, and has to be that of the dataset.

A text is what a model said, perhaps with prose around the code, wherever it comes from.

The dataset with the problems is given, or is the one that the files lie in: the closest folder
above with a ``problems.jsonl``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bbsynth.errors import DatasetError, UsageError
from bbsynth.problems.index import INDEX_NAME, PROOFS_NAME, Dataset
from bbsynth.problems.problem import Problem

__all__ = ["MAX_BYTES", "Candidate", "find_candidates", "is_read"]

MAX_BYTES: Final = 4_000_000
"""The largest file that is read as a proof."""

_LEAN: Final = ".lean"
_LINES: Final = ".jsonl"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A text, and the problem that it is meant to solve.

    Parameters
    ----------
    name : str
        What to call it: the path of the file, or the problem and the sample.
    problem : Problem
        The problem.
    text : str
        The text, which is not trusted; empty if there is a fault.
    fault : str
        Why there is no text; empty if there is.
    """

    name: str
    problem: Problem
    text: str
    fault: str = ""


def find_candidates(paths: Sequence[Path], dataset: Dataset | None = None) -> list[Candidate]:
    """Return the candidates in files and folders, each file once.

    Files of a folder come in the order of the dataset, in which problems about the same machine
    stand together, and lines in their own.

    Parameters
    ----------
    paths : sequence of Path
        Files, folders of files, or datasets, whose reference proofs are meant.
    dataset : Dataset, optional
        Where the problems are; by default the dataset that a path lies in.

    Raises
    ------
    UsageError
        If a path does not exist, has no proof in it or proofs in folders that are too deep to be
        those of a problem, or lies in no dataset.
    DatasetError
        If a candidate is for no problem of the dataset, a line of JSON is not what it should be or
        repeats another, or a dataset is damaged or another one than the answers were made for.
    """
    opened: dict[Path, Dataset] = {}
    seen: set[Path] = set()
    names: dict[str, str] = {}
    found: list[Candidate] = []
    for path in paths:
        files = list(_files(path))
        if not files:
            raise UsageError(f"there is no {_LEAN} or {_LINES} file in {path}")
        problems = dataset if dataset is not None else _dataset_of(path, opened)
        proofs: list[Candidate] = []
        for file in files:
            # Two links to one file are two samples; a file that is named twice is one.
            place = file.parent.resolve() / file.name
            if place in seen:
                continue
            seen.add(place)
            if file.suffix.lower() == _LINES:
                found += _read_lines(file, problems, names)
            else:
                named = file.parent.name in problems
                try:
                    problem = problems[file.parent.name if named else file.stem]
                except DatasetError as error:
                    raise DatasetError(f"{file}: {error}") from error
                proofs.append(_read_file(file, problem))
        found += sorted(proofs, key=lambda one: problems.place(one.problem.id))
    if not found:
        raise UsageError(f"there is no answer in {', '.join(map(str, paths))}")
    return found


def _files(path: Path) -> Iterator[Path]:
    try:
        if path.is_dir():
            folder = path / PROOFS_NAME if (path / INDEX_NAME).is_file() else path
            if not folder.is_dir():
                raise UsageError(f"the dataset {path} has no folder {PROOFS_NAME}")
            for file in sorted(folder.iterdir()):
                if file.is_dir():
                    yield from _samples(file)
                elif _is_candidate(file):
                    yield file
        elif not path.exists():
            raise UsageError(f"there is no file or folder {path}")
        elif path.suffix.lower() not in (_LEAN, _LINES):
            raise UsageError(f"{path} is neither a {_LEAN} nor a {_LINES} file")
        else:
            yield path
    except OSError as error:
        raise UsageError(f"cannot read {path}: {error.strerror or error}") from error


def _samples(folder: Path) -> Iterator[Path]:
    for file in sorted(folder.iterdir()):
        if _is_candidate(file):
            yield file
        elif file.is_dir() and any(map(_is_candidate, file.rglob("*"))):
            raise UsageError(
                f"there are proofs in {file}, which is deeper than the samples of a problem may "
                "lie: name that folder, or move them"
            )


def _is_candidate(path: Path) -> bool:
    if path.name.startswith("."):
        return False
    suffix = path.suffix.lower()
    # What is called so and is no file is a candidate that cannot be read.
    return suffix == _LEAN or (suffix == _LINES and path.is_file())


def is_read(file: Path, paths: Sequence[Path]) -> bool:
    """Whether `find_candidates` takes a file, if it is there, for candidates."""
    place = file.resolve()
    for path in paths:
        if place == path.resolve():
            return True
        folder = path / PROOFS_NAME if (path / INDEX_NAME).is_file() else path
        if folder.resolve() in (place.parent, place.parent.parent) and folder.is_dir():
            return file.suffix.lower() in (_LEAN, _LINES)
    return False


def _read_file(path: Path, problem: Problem) -> Candidate:
    text = fault = ""
    try:
        # Reading a pipe might never end.
        if path.exists() and not path.is_file():
            return Candidate(_shown(str(path)), problem, "", fault="it is no file with a text")
        with path.open("rb") as stream:
            data = stream.read(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            fault = f"the file is larger than {MAX_BYTES:,} bytes"
        else:
            text = data.decode("utf-8")
    except OSError as error:
        fault = f"the file cannot be read: {error.strerror or error}"
    except UnicodeDecodeError as error:
        fault = f"not UTF-8: {error.reason} at byte {error.start:,}"
    return Candidate(_shown(str(path)), problem, text, fault=fault)


def _shown(name: str) -> str:
    """A name that can be written as UTF-8: file names and JSON may hold lone surrogates."""
    return name.encode("utf-8", "backslashreplace").decode("utf-8")


def _read_lines(path: Path, dataset: Dataset, names: dict[str, str]) -> Iterator[Candidate]:
    digest: str | None = None
    try:
        with path.open("rb") as stream:
            for number, line in enumerate(stream, start=1):
                where = f"{path}, line {number}"
                if not line.strip():
                    continue
                row = _row(line, where)
                if row.get("dataset") is not None:
                    digest = digest or hashlib.sha256(dataset.path.read_bytes()).hexdigest()
                    if row["dataset"] != digest:
                        raise DatasetError(
                            f"{where}: the answer was made for another dataset than "
                            f"{dataset.path}: its SHA-256 is {digest}, not {row['dataset']!r}"
                        )
                try:
                    problem = dataset[row["problem_id"]]
                except DatasetError as error:
                    raise DatasetError(f"{where}: {error}") from error
                name = problem.id
                if (sample := row.get("sample")) is not None:
                    name = _shown(f"{name}#{sample}")
                if names.setdefault(name, where) != where:
                    raise DatasetError(f"{where}: {name} is already in {names[name]}")
                yield Candidate(name, problem, row["completion"])
    except OSError as error:
        raise DatasetError(f"cannot read {path}: {error.strerror or error}") from error


def _row(line: bytes, where: str) -> dict[str, Any]:
    try:
        row = json.loads(line, object_pairs_hook=_object)
    except (ValueError, RecursionError) as error:
        raise DatasetError(f"{where}: not JSON: {error}") from error
    if not isinstance(row, _Row):
        raise DatasetError(f"{where}: not an object")
    if row.twice is not None:
        raise DatasetError(f"{where}: the key {row.twice!r} stands in it twice")
    for key in ("problem_id", "completion"):
        if not isinstance(row.get(key), str):
            raise DatasetError(f"{where}: it has no {key!r} that is a text")
    sample = row.get("sample")
    if isinstance(sample, bool) or not isinstance(sample, str | int | None):
        raise DatasetError(f"{where}: 'sample' is neither a number nor a text")
    return row


class _Row(dict[str, Any]):
    """An object of JSON that knows which of its keys stands in it twice."""

    twice: str | None = None


def _object(pairs: list[tuple[str, Any]]) -> _Row:
    row = _Row()
    for key, value in pairs:
        if key in row:
            row.twice = key
        row[key] = value
    return row


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
