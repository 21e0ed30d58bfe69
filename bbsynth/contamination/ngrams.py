"""Runs of words that a text shares with problems.

The words of a text are its runs of letters and digits, in lower case. Of the statements only those
runs of *n* words count that occur in no problem about another machine; what all statements have in
common proves nothing. A text is searched in time linear in its length: runs are hashed to 64 bits,
and looked up in a sorted array. One in 10^19 / (number of runs) look-ups is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from bbsynth.release.equivalence import key_of_row

__all__ = ["STATEMENTS", "NGramIndex", "words"]

STATEMENTS: Final = ("formal_statement", "informal_statement")
"""The columns that are looked for."""

_WORD: Final = re.compile(r"[^\W_]+")
_BASE: Final = np.uint64(0x9E3779B97F4A7C15)


def words(text: str) -> list[str]:
    """Return the words of a text.

    Examples
    --------
    >>> words("theorem halts_after : machine.HaltsAfter 6")
    ['theorem', 'halts', 'after', 'machine', 'haltsafter', '6']
    """
    return _WORD.findall(text.lower())


def _hashes(text: str, n: int) -> npt.NDArray[np.uint64]:
    """Return the hashes of the runs of `n` words, in order; uint64, shape (words - n + 1,)."""
    found = words(text)
    if len(found) < n:
        return np.zeros(0, dtype=np.uint64)
    of_words = np.fromiter(map(hash, found), dtype=np.int64, count=len(found)).view(np.uint64)
    count = len(found) - n + 1
    result = np.zeros(count, dtype=np.uint64)
    for offset in range(n):
        result = result * _BASE + of_words[offset : offset + count]
    return result


class NGramIndex:
    """The runs of words that tell problems apart, and which of them were seen.

    Parameters
    ----------
    rows : sequence of mapping
        The rows of a release.
    n : int
        Words in a run.
    """

    def __init__(self, rows: Sequence[Mapping[str, Any]], *, n: int) -> None:
        self.n = n
        owner: dict[int, str | None] = {}
        runs: dict[tuple[str, str], set[int]] = {}
        for row in rows:
            key = key_of_row(row)
            for column in STATEMENTS:
                of_text = set(_hashes(row[column], n).tolist())
                runs[row["name"], column] = of_text
                for one in of_text:
                    if owner.setdefault(one, key) != key:
                        owner[one] = None
        own = sorted(one for one, key in owner.items() if key is not None)
        self._sorted = np.array(own, dtype=np.uint64)
        self._seen = np.zeros(len(own), dtype=np.bool_)
        place = {one: index for index, one in enumerate(own)}
        self._places = {
            statement: np.array([place[one] for one in of_text if one in place], dtype=np.int64)
            for statement, of_text in runs.items()
        }

        self._statements: list[list[tuple[str, str]]] = [[] for _ in own]
        for statement, places in self._places.items():
            for one in places.tolist():
                self._statements[one].append(statement)

    def look(self, text: str) -> dict[tuple[str, str], int]:
        """Note which runs occur in a text.

        Returns
        -------
        dict
            The statements, name and column, of which runs occur that were not seen before, and
            where in the text the first of these begins.
        """
        if not len(self._sorted):
            return {}
        of_text = _hashes(text, self.n)
        places = np.searchsorted(self._sorted, of_text)
        places[places == len(self._sorted)] = 0
        there = np.flatnonzero(self._sorted[places] == of_text)
        new = there[~self._seen[places[there]]]
        if not len(new):
            return {}
        self._seen[places[new]] = True
        first: dict[tuple[str, str], int] = {}
        for word in new.tolist():
            for statement in self._statements[places[word]]:
                first.setdefault(statement, word)
        starts = [match.start() for match in _WORD.finditer(text)]
        # A few letters are longer in lower case, so that there may be a word more or less.
        return {statement: starts[min(word, len(starts) - 1)] for statement, word in first.items()}

    def shares(self) -> dict[tuple[str, str], float]:
        """Return of each statement, name and column, the share of its runs that was seen."""
        return {
            statement: float(self._seen[own].mean()) if len(own) else 0.0
            for statement, own in self._places.items()
        }
