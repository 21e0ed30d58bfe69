"""Runs of words that a text shares with statements.

The words of a text are its runs of letters and digits, in lower case. Of the statements only those
runs of *n* words count that occur in no statement about another subject; what all statements have
in common proves nothing. A text is searched in time linear in its length: runs are hashed to 64
bits, and looked up in a sorted array. One in 10^19 / (number of runs) look-ups is wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

__all__ = ["NGramIndex", "Statement", "words"]

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


@dataclass(frozen=True)
class Statement:
    """A text that is looked for, and what it is about: a key that only the same has."""

    text: str
    subject: str


class NGramIndex:
    """The runs of words that tell statements apart, and which of them were seen.

    Parameters
    ----------
    statements : sequence of Statement
        What is looked for; statements are called by their places, from 0.
    n : int
        Words in a run.
    """

    def __init__(self, statements: Sequence[Statement], *, n: int) -> None:
        self.n = n
        owner: dict[int, str | None] = {}
        runs = [set(_hashes(one.text, n).tolist()) for one in statements]
        for statement, of_text in zip(statements, runs, strict=True):
            for one in of_text:
                if owner.setdefault(one, statement.subject) != statement.subject:
                    owner[one] = None
        own = sorted(one for one, key in owner.items() if key is not None)
        self._sorted = np.array(own, dtype=np.uint64)
        self._seen = np.zeros(len(own), dtype=np.bool_)
        place = {one: index for index, one in enumerate(own)}
        self._places = [
            np.array([place[one] for one in of_text if one in place], dtype=np.int64)
            for of_text in runs
        ]
        self._statements: list[list[int]] = [[] for _ in own]
        for number, places in enumerate(self._places):
            for one in places.tolist():
                self._statements[one].append(number)

    def look(self, text: str) -> dict[int, int]:
        """Note which runs occur in a text.

        Returns
        -------
        dict
            The statements of which runs occur that were not seen before, and where in the text the
            first of these begins.
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
        first: dict[int, int] = {}
        for word in new.tolist():
            for statement in self._statements[places[word]]:
                first.setdefault(statement, word)
        starts = [match.start() for match in _WORD.finditer(text)]
        # A few letters are longer in lower case, so that there may be a word more or less.
        return {statement: starts[min(word, len(starts) - 1)] for statement, word in first.items()}

    def shares(self) -> list[float]:
        """Return the share of the runs of each statement that was seen, from 0 to 1."""
        return [float(self._seen[own].mean()) if len(own) else 0.0 for own in self._places]
