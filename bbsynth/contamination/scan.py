"""Has a text seen the problems of a release?

Two signs are looked for: runs of words that only the statements of one problem have (see
`bbsynth.contamination.ngrams`), and machines under any name (see
`bbsynth.contamination.machine_strings`). The first says that a statement is there, the second that
somebody has written about its machine.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from bbsynth.contamination.corpus import Piece, corpus_files, looks_packed, pieces
from bbsynth.contamination.machine_strings import machines_in
from bbsynth.contamination.ngrams import STATEMENTS, NGramIndex
from bbsynth.errors import UsageError
from bbsynth.release.equivalence import key_of_row
from bbsynth.release.folder import Release

__all__ = ["Hit", "Report", "find_contamination", "report_json"]


class Hit(msgspec.Struct, frozen=True, kw_only=True):
    """A problem of which there are signs.

    Attributes
    ----------
    name, split : str
        The problem.
    formal, informal : float
        The share of the runs of words of each statement that was seen, from 0 to 1.
    statement_at : str or None
        Where the first of them was, as file and line.
    machine : str or None
        How its machine was first written.
    machine_at : str or None
        Where that was.
    canary : bool
        Whether the canary of the release was seen in one of these files.
    """

    name: str
    split: str
    formal: float
    informal: float
    statement_at: str | None
    machine: str | None
    machine_at: str | None
    canary: bool


@dataclass(frozen=True)
class Report:
    """What was found: problems with signs, in the order of the release; how much was searched; and
    which of the files are no text, so that nothing in them would be found."""

    hits: list[Hit]
    problems: int
    files: int
    characters: int
    canary_in: list[str]
    packed: list[str]


def find_contamination(
    folder: Path,
    corpus: Iterable[Path],
    *,
    n: int = 13,
    threshold: float = 0.5,
    progress: Callable[[str, int, int | None], None] | None = None,
) -> Report:
    """Look for the problems of a release in text.

    Parameters
    ----------
    folder : Path
        The release.
    corpus : iterable of Path
        Files, or folders of files; see `bbsynth.contamination.corpus`.
    n : int
        Words in a run, from 5 to 100.
    threshold : float
        A statement counts as seen if so large a share of its own runs was, from 0 (excluded) to 1.
    progress : callable, optional
        Told how many bytes have been searched.

    Raises
    ------
    DatasetError
        If the release or a file cannot be read.
    UsageError
        If a number is out of range.
    """
    if not 5 <= n <= 100:
        raise UsageError(f"a run has from 5 to 100 words, not {n}")
    if not 0 < threshold <= 1:
        raise UsageError(f"the threshold is above 0 and at most 1, not {threshold}")
    release = Release.open(folder)
    rows = [row for of_split in release.read_rows().values() for row in of_split]
    files = corpus_files(corpus)
    search = _Search(rows, release.configuration.canary, n)
    total, done, characters = sum(path.stat().st_size for path in files), 0, 0
    for path in files:
        before = done

        def say(read: int, before: int = before) -> None:
            if progress is not None:
                progress("searching", before + read, total)

        for piece in pieces(path, progress=say):
            search.look(piece)
            characters += len(piece.text) - piece.repeated
        done += path.stat().st_size
    return Report(
        hits=search.hits(threshold),
        problems=len(rows),
        files=len(files),
        characters=characters,
        canary_in=sorted(search.canary_in),
        packed=[str(path) for path in files if looks_packed(path)],
    )


_Place = tuple[Path, int]
"""File and line."""


def _written(place: _Place | None) -> str | None:
    return None if place is None else f"{place[0]}:{place[1]}"


class _Search:
    def __init__(self, rows: list[dict[str, Any]], canary: str, n: int) -> None:
        self._rows = rows
        self._canary = canary
        self._index = NGramIndex(rows, n=n)
        self._names: dict[str, list[str]] = defaultdict(list)
        for row in rows:
            if row["machine"]:
                key = key_of_row(row)
                self._names[key].append(row["name"])
        self._classes = sorted({(row["states"], row["symbols"]) for row in rows if row["states"]})
        self._machines: dict[str, tuple[str, _Place]] = {}
        self._statements: dict[tuple[str, str], _Place] = {}
        self.canary_in: set[str] = set()

    def look(self, piece: Piece) -> None:
        text = piece.text
        if self._canary in text.lower():
            self.canary_in.add(str(piece.path))
        for statement, position in self._index.look(text).items():
            if statement not in self._statements:
                self._statements[statement] = piece.path, piece.line_at(position)
        for position, machine, key in machines_in(text, self._classes):
            if key in self._names and key not in self._machines:
                self._machines[key] = machine, (piece.path, piece.line_at(position))

    def hits(self, threshold: float) -> list[Hit]:
        shares = self._index.shares()
        found = []
        for row in self._rows:
            name = row["name"]
            formal, informal = (shares[name, column] for column in STATEMENTS)
            key = key_of_row(row)
            machine, machine_at = self._machines.get(key, (None, None))
            statement_at = None
            if max(formal, informal) >= threshold:
                statement_at = next(
                    self._statements[name, column]
                    for column in STATEMENTS
                    if (name, column) in self._statements
                )
            places = [place for place in (statement_at, machine_at) if place is not None]
            if not places:
                continue
            found.append(
                Hit(
                    name=name,
                    split=row["split"],
                    formal=round(formal, 4),
                    informal=round(informal, 4),
                    statement_at=_written(statement_at),
                    machine=machine,
                    machine_at=_written(machine_at),
                    canary=any(str(path) in self.canary_in for path, _ in places),
                )
            )
        return found


def report_json(report: Report) -> bytes:
    """Return a report as a JSON document."""
    document = {
        "problems": report.problems,
        "files": report.files,
        "characters": report.characters,
        "canary_in": report.canary_in,
        "packed": report.packed,
        "hits": report.hits,
    }
    return msgspec.json.format(msgspec.json.encode(document), indent=2) + b"\n"
