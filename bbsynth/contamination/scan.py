"""Has a text seen the problems of a dataset?

Two signs are looked for: runs of words that only the statements of one problem have (see
`bbsynth.contamination.ngrams`), and names of what problems are about, in any spelling. The first
says that a statement is there, the second that somebody has written about its subject. Which
spellings there are is for others to say: they give a function that finds names in a text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import msgspec

from bbsynth.contamination.corpus import Piece, corpus_files, looks_packed, pieces
from bbsynth.contamination.ngrams import NGramIndex, Statement
from bbsynth.errors import complain

__all__ = ["FindNames", "Hit", "Report", "Target", "find_contamination"]

FindNames: TypeAlias = Callable[[str], Iterable[tuple[int, str, str]]]
"""Finds names in a text: where each begins, how it is spelled, and the key of what it names."""


@dataclass(frozen=True)
class Target:
    """A problem that is looked for.

    Parameters
    ----------
    name, split : str
        What it is called, and where it belongs; the split may be empty.
    formal, informal : str
        The statement, twice.
    subject : str
        The key of what the problem is about. Problems with the same are not told apart.
    """

    name: str
    split: str
    formal: str
    informal: str
    subject: str


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
        How its machine, or another subject, was first written.
    machine_at : str or None
        Where that was.
    canary : bool
        Whether the canary was seen in one of these files.
    """

    name: str
    split: str
    formal: float
    informal: float
    statement_at: str | None
    machine: str | None
    machine_at: str | None
    canary: bool


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What was found.

    Attributes
    ----------
    problems, files, characters : int
        How many problems were looked for, and in how much.
    canary_in : list of str
        The files with the canary.
    packed : list of str
        Files that are not text, so that nothing in them would be found.
    hits : list of Hit
        Problems with signs, in the order of the problems.
    """

    problems: int
    files: int
    characters: int
    canary_in: list[str]
    packed: list[str]
    hits: list[Hit]


def find_contamination(
    targets: Sequence[Target],
    corpus: Iterable[Path],
    *,
    canary: str | None = None,
    find_names: FindNames | None = None,
    n: int = 13,
    threshold: float = 0.5,
    progress: Callable[[str, int, int | None], None] | None = None,
) -> Report:
    """Look for problems in text.

    Parameters
    ----------
    targets : sequence of Target
        The problems.
    corpus : iterable of Path
        Files, or folders of files; see `bbsynth.contamination.corpus`.
    canary : str, optional
        A text in lower case that marks the dataset.
    find_names : callable, optional
        Finds names of subjects, whose keys are compared with those of the problems.
    n : int
        Words in a run, from 5 to 100.
    threshold : float
        The share of its own runs from which on a statement counts as seen, above 0 and at most 1.
    progress : callable, optional
        Told how many bytes have been searched.

    Raises
    ------
    DatasetError
        If a file cannot be read.
    UsageError
        If a number is out of range.
    """
    complaints = []
    if not 5 <= n <= 100:
        complaints.append(f"a run has from 5 to 100 words, not {n}")
    if not 0 < threshold <= 1:
        complaints.append(f"the threshold is above 0 and at most 1, not {threshold}")
    if complaints:
        raise complain("the search is not possible", complaints)
    files = corpus_files(corpus)
    search = _Search(targets, canary, find_names, n)
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
        problems=len(targets),
        files=len(files),
        characters=characters,
        canary_in=sorted(search.canary_in),
        packed=[str(path) for path in files if looks_packed(path)],
        hits=search.hits(threshold),
    )


_Place: TypeAlias = tuple[Path, int]
"""File and line."""


def _written(place: _Place | None) -> str | None:
    return None if place is None else f"{place[0]}:{place[1]}"


class _Search:
    def __init__(
        self,
        targets: Sequence[Target],
        canary: str | None,
        find_names: FindNames | None,
        n: int,
    ) -> None:
        self._targets = targets
        self._canary = canary
        self._find_names = find_names
        # Of each target first the formal statement, then the informal one.
        self._index = NGramIndex(
            [
                Statement(text, one.subject)
                for one in targets
                for text in (one.formal, one.informal)
            ],
            n=n,
        )
        self._subjects = {one.subject for one in targets}
        self._names: dict[str, tuple[str, _Place]] = {}
        self._statements: dict[int, _Place] = {}
        self.canary_in: set[str] = set()

    def look(self, piece: Piece) -> None:
        text = piece.text
        if self._canary is not None and self._canary in text.lower():
            self.canary_in.add(str(piece.path))
        for statement, position in self._index.look(text).items():
            if statement not in self._statements:
                self._statements[statement] = piece.path, piece.line_at(position)
        if self._find_names is not None:
            for position, name, key in self._find_names(text):
                if key in self._subjects and key not in self._names:
                    self._names[key] = name, (piece.path, piece.line_at(position))

    def hits(self, threshold: float) -> list[Hit]:
        shares = self._index.shares()
        found = []
        for number, target in enumerate(self._targets):
            statements = (2 * number, 2 * number + 1)
            formal, informal = (shares[one] for one in statements)
            name, name_at = self._names.get(target.subject, (None, None))
            statement_at = None
            if max(formal, informal) >= threshold:
                statement_at = next(
                    self._statements[one] for one in statements if one in self._statements
                )
            places = [place for place in (statement_at, name_at) if place is not None]
            if not places:
                continue
            found.append(
                Hit(
                    name=target.name,
                    split=target.split,
                    formal=round(formal, 4),
                    informal=round(informal, 4),
                    statement_at=_written(statement_at),
                    machine=name,
                    machine_at=_written(name_at),
                    canary=any(str(path) in self.canary_in for path, _ in places),
                )
            )
        return found
