"""Problems on disk: one JSON object a line, and the folder that `bbsynth generate` writes.

::

    problems.jsonl        all problems, complete
    problems/<id>.lean    the formal statement
    problems/<id>.md      the informal statement
    problems/<id>.negation.lean
                          the negation, if a proof of that is an answer, too
    proofs/<id>.lean      the reference proof
    proofs/<id>.md        the proof explained
    manifest.json         options, versions, counts, checksum
    README.md             what this is
"""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import msgspec

from bbsynth.errors import DatasetError
from bbsynth.problems.problem import Problem

__all__ = [
    "FORMAT",
    "INDEX_NAME",
    "MANIFEST_NAME",
    "PROBLEMS_NAME",
    "PROOFS_NAME",
    "Dataset",
    "decode_problem",
    "encode_problem",
    "problem_files",
    "read_manifest",
    "read_problems",
]

FORMAT: Final = "bbsynth-dataset"
"""What the manifest of a dataset calls itself."""

INDEX_NAME: Final = "problems.jsonl"
MANIFEST_NAME: Final = "manifest.json"
PROBLEMS_NAME: Final = "problems"
PROOFS_NAME: Final = "proofs"

_ENCODER: Final = msgspec.json.Encoder(order="deterministic")
_DECODER: Final = msgspec.json.Decoder(Problem)


def encode_problem(problem: Problem) -> bytes:
    """Return the problem as a line of JSON, with its line end; equal problems give equal bytes."""
    return _ENCODER.encode(problem) + b"\n"


def decode_problem(line: bytes) -> Problem:
    """Return the problem on a line of JSON.

    Raises
    ------
    DatasetError
        If the line does not hold a problem, or one that is not consistent.
    """
    if not line.strip():
        raise DatasetError("the line is empty")
    try:
        return _DECODER.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DatasetError(f"not a problem: {error}") from error


def problem_files(problem: Problem) -> dict[str, str]:
    """Return the files of a problem in a dataset folder: their text, by relative path."""
    files = {
        f"{PROBLEMS_NAME}/{problem.id}.lean": problem.formal_statement,
        f"{PROBLEMS_NAME}/{problem.id}.negation.lean": problem.negation_statement,
        f"{PROBLEMS_NAME}/{problem.id}.md": problem.informal_statement,
        f"{PROOFS_NAME}/{problem.id}.lean": problem.reference_proof,
        f"{PROOFS_NAME}/{problem.id}.md": problem.informal_proof,
    }
    return {name: text for name, text in files.items() if text}


def read_problems(path: Path) -> Iterator[Problem]:
    """Return the problems in a JSONL file, one after the other.

    Raises
    ------
    DatasetError
        If the file cannot be read, or a line of it is not a problem, or repeats the id or the
        theorem of another; the message names the file and the line.
    """
    ids: dict[str, int] = {}
    theorems: dict[str, int] = {}
    try:
        with path.open("rb") as stream:
            for number, line in enumerate(stream, start=1):
                try:
                    problem = decode_problem(line)
                except DatasetError as error:
                    raise DatasetError(f"{path}, line {number}: {error}") from error
                for what, name, seen in (
                    ("id", problem.id, ids),
                    ("theorem", problem.theorem, theorems),
                ):
                    if seen.setdefault(name, number) != number:
                        raise DatasetError(
                            f"{path}, line {number}: the {what} {name} is already in line "
                            f"{seen[name]}"
                        )
                yield problem
    except OSError as error:
        raise DatasetError(f"cannot read {path}: {error.strerror or error}") from error


def read_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest of a dataset folder.

    Raises
    ------
    DatasetError
        If there is none, or it is not one that bbsynth wrote.
    """
    path = folder / MANIFEST_NAME
    try:
        manifest = msgspec.json.decode(path.read_bytes())
    except OSError as error:
        raise DatasetError(f"cannot read {path}: {error.strerror or error}") from error
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DatasetError(f"{path} is not JSON: {error}") from error
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise DatasetError(f"{path} was not written by bbsynth generate")
    return manifest


def _check_sum(index: Path, manifest: dict[str, Any]) -> None:
    sums = manifest.get("sha256")
    expected = sums.get(INDEX_NAME) if isinstance(sums, dict) else None
    with index.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != expected:
        raise DatasetError(
            f"{index} is not the file that {MANIFEST_NAME} beside it describes: its SHA-256 is "
            f"{found}, not {expected}; generate the dataset again, or give the path of the file "
            "itself to use it as it is"
        )


@dataclass(frozen=True)
class Dataset:
    """Problems that were read from disk.

    Parameters
    ----------
    path : Path
        The JSONL file that they came from.
    problems : tuple of Problem
        The problems, in the order of the file.
    """

    path: Path
    problems: tuple[Problem, ...]
    _places: dict[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        places = {problem.id: place for place, problem in enumerate(self.problems)}
        object.__setattr__(self, "_places", places)

    @classmethod
    def open(cls, path: Path | str) -> Dataset:
        """Read a dataset.

        Parameters
        ----------
        path : Path or str
            A folder written by ``bbsynth generate``, whose checksum is then verified, or a file of
            problems such as its ``problems.jsonl``.

        Raises
        ------
        DatasetError
            If there is no dataset, or it is damaged.
        """
        path = Path(path)
        try:
            if path.is_dir():
                index = path / INDEX_NAME
                if not index.is_file():
                    raise DatasetError(
                        f"{path} is not a dataset: it has no {INDEX_NAME}; "
                        "`bbsynth generate` makes one"
                    )
                if (path / MANIFEST_NAME).is_file():
                    _check_sum(index, read_manifest(path))
            elif path.exists():
                index = path
            else:
                raise DatasetError(f"there is no dataset at {path}; `bbsynth generate` makes one")
        except OSError as error:
            raise DatasetError(f"cannot read {path}: {error.strerror or error}") from error
        problems = tuple(read_problems(index))
        if not problems:
            raise DatasetError(f"{index} has no problems in it")
        return cls(path=index, problems=problems)

    def __len__(self) -> int:
        return len(self.problems)

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.problems)

    def __contains__(self, problem_id: object) -> bool:
        return problem_id in self._places

    def __getitem__(self, problem_id: str) -> Problem:
        """Return the problem with an id.

        Raises
        ------
        DatasetError
            If there is none; the message names the ids that are closest.
        """
        return self.problems[self.place(problem_id)]

    def place(self, problem_id: str) -> int:
        """Return where a problem stands, from 0; errors as for ``self[problem_id]``."""
        place = self._places.get(problem_id)
        if place is None:
            shown = problem_id if len(problem_id) <= 200 else problem_id[:200] + "…"
            close = difflib.get_close_matches(shown, self._places, n=3)
            hint = f"; the closest ids are {', '.join(close)}" if close else ""
            raise DatasetError(f"{self.path} has no problem {shown!r}{hint}")
        return place
